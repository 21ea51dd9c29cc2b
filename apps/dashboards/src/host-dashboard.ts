import type { DashboardSpec } from './dashboard-spec.js';
import { curve, figure, query, table } from './panels.js';
import { node } from './variables.js';

/** One host: its agent, its contracts, its interfaces. */
export const hostDashboard: DashboardSpec = {
  uid: 'hercules-host',
  title: 'Hercules / Host',
  help: 'A host: its agent, how its contracts fare, what its interfaces carry.',
  variables: [node],
  rows: [
    {
      title: 'Agent',
      panels: [
        figure(
          'Up',
          'Whether the page of the host can be read.',
          'min(up{job="hercules-hosts", node=~"$node"})',
        ),
        figure(
          'Last report',
          'Since when the host was last heard of.',
          'max(time() - hercules_agent_last_report_timestamp_seconds{node=~"$node"})',
          { unit: 's', badFrom: 75 },
        ),
        figure(
          'Running for',
          'Since when the process of the agent runs.',
          'min(time() - hercules_agent_start_time_seconds{node=~"$node"})',
          { unit: 's' },
        ),
        figure(
          'Charter',
          'Version of the charter that the host has accepted.',
          'min(hercules_agent_charter_version{node=~"$node"})',
        ),
        figure(
          'Clock',
          'By how much the clock of the host is off; beyond 60 seconds its requests are refused.',
          'max(abs(hercules_node_clock_offset_seconds{node=~"$node"}))',
          { unit: 's', badFrom: 15 },
        ),
        figure(
          'Repairs',
          'Repairs of contracts since the agent started.',
          'sum(hercules_contract_repairs_total{node=~"$node"})',
        ),
        table('Agent', 'Version of the agent.', 'hercules_agent_info{node=~"$node"}', { width: 8 }),
        curve(
          'Processor',
          'Share of one processor.',
          [
            query(
              'rate(hercules_agent_cpu_seconds_total{node=~"$node"}[$__rate_interval])',
              '{{node}}',
            ),
          ],
          { unit: 'percentunit' },
        ),
        curve(
          'Memory',
          'Resident memory of the agent.',
          [query('hercules_agent_resident_memory_bytes{node=~"$node"}', '{{node}}')],
          { unit: 'bytes' },
        ),
      ],
    },
    {
      title: 'Contracts',
      panels: [
        table(
          'State',
          'State of each contract on the host.',
          '(hercules_host_contract_state{node=~"$node"} == 1) * on (contract) group_left (title) hercules_contract_info',
        ),
        table(
          'Version',
          'Version of each contract of which the host speaks.',
          'hercules_contract_version{node=~"$node"}',
        ),
        curve('Departures', 'Objects in which the host departs from its contracts.', [
          query(
            'sum by (contract, kind) (hercules_contract_drift_items{node=~"$node"})',
            '{{contract}} {{kind}}',
          ),
        ]),
        curve(
          'Time of changes',
          'How long the last change of each contract took.',
          [query('hercules_reconcile_duration_seconds{node=~"$node"}', '{{contract}}')],
          { unit: 's', whenEmpty: 'no change since the agent started' },
        ),
        curve(
          'Writes',
          'Messages to the kernel in the last run of each contract; 0 when nothing was to be done.',
          [query('hercules_reconcile_kernel_writes{node=~"$node"}', '{{contract}}')],
        ),
      ],
    },
    {
      title: 'Interfaces',
      panels: [
        table(
          'Interfaces',
          'Interfaces of contracts with kind and state.',
          'hercules_network_info{node=~"$node"}',
        ),
        table('MTU', 'MTU of each interface.', 'hercules_network_mtu_bytes{node=~"$node"}', {
          unit: 'bytes',
        }),
        curve(
          'Received',
          'As the interfaces themselves count.',
          [
            query(
              'rate(hercules_network_receive_bytes_total{node=~"$node"}[$__rate_interval]) * 8',
              '{{device}}',
            ),
          ],
          { unit: 'bps' },
        ),
        curve(
          'Sent',
          'As the interfaces themselves count.',
          [
            query(
              'rate(hercules_network_transmit_bytes_total{node=~"$node"}[$__rate_interval]) * 8',
              '{{device}}',
            ),
          ],
          { unit: 'bps' },
        ),
        curve(
          'Packets',
          'Received and sent together.',
          [
            query(
              'rate(hercules_network_receive_packets_total{node=~"$node"}[$__rate_interval]) + rate(hercules_network_transmit_packets_total{node=~"$node"}[$__rate_interval])',
              '{{device}}',
            ),
          ],
          { unit: 'pps' },
        ),
        curve(
          'Errors and drops',
          'Packets that were not taken in or not sent.',
          [
            query(
              'rate(hercules_network_receive_errs_total{node=~"$node"}[$__rate_interval])',
              '{{device}} in errors',
            ),
            query(
              'rate(hercules_network_transmit_errs_total{node=~"$node"}[$__rate_interval])',
              '{{device}} out errors',
            ),
            query(
              'rate(hercules_network_receive_drop_total{node=~"$node"}[$__rate_interval])',
              '{{device}} in drops',
            ),
            query(
              'rate(hercules_network_transmit_drop_total{node=~"$node"}[$__rate_interval])',
              '{{device}} out drops',
            ),
          ],
          { unit: 'pps' },
        ),
        curve('Up', 'Whether each interface carries traffic, and has a carrier.', [
          query('hercules_network_up{node=~"$node"}', '{{device}} up'),
          query('hercules_network_carrier{node=~"$node"}', '{{device}} carrier'),
        ]),
      ],
    },
  ],
};
