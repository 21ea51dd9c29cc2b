import type { DashboardSpec } from './dashboard-spec.js';
import { curve, figure, query, table } from './panels.js';
import { contract } from './variables.js';

/** One contract on all of its hosts. */
export const contractDashboard: DashboardSpec = {
  uid: 'hercules-contract',
  title: 'Hercules / Contract',
  help: 'A contract on all of its hosts: is it there, does it work, what does it carry.',
  variables: [contract],
  rows: [
    {
      title: 'State',
      panels: [
        table(
          'Contract',
          'State, tenant and title of the latest version.',
          'hercules_contract_in_state{contract=~"$contract"} * on (contract) group_left (title, tenant) hercules_contract_info',
          { width: 12 },
        ),
        figure(
          'Hosts',
          'Hosts that the latest version names.',
          'sum(hercules_contract_hosts{contract=~"$contract"})',
        ),
        figure(
          'Applied',
          'Hosts that have brought it about and verified it.',
          'sum(hercules_host_contract_state{contract=~"$contract", state="applied"})',
        ),
        figure(
          'Departures',
          'Hosts that depart from it.',
          'sum(hercules_contract_drifted{contract=~"$contract"})',
          { badFrom: 1 },
        ),
        curve('Hosts by state', 'How the hosts stand to the contract.', [
          query(
            'sum by (state) (hercules_host_contract_state{contract=~"$contract"})',
            '{{state}}',
          ),
        ]),
        curve(
          'Working',
          'Whether each workload does its work, by its checks and tunnels.',
          [query('hercules_contract_working{contract=~"$contract"}', '{{node}} {{workload}}')],
          { whenEmpty: 'the contract has neither checks nor tunnels' },
        ),
        curve('Interfaces up', 'Interfaces of the contract that carry traffic.', [
          query('sum by (node) (hercules_network_up{contract=~"$contract"})', '{{node}}'),
        ]),
      ],
    },
    {
      title: 'Traffic',
      panels: [
        curve(
          'Received',
          'As the interfaces themselves count.',
          [
            query(
              'sum by (node, workload) (rate(hercules_network_receive_bytes_total{contract=~"$contract"}[$__rate_interval])) * 8',
              '{{node}} {{workload}}',
            ),
          ],
          { unit: 'bps', width: 12 },
        ),
        curve(
          'Sent',
          'As the interfaces themselves count.',
          [
            query(
              'sum by (node, workload) (rate(hercules_network_transmit_bytes_total{contract=~"$contract"}[$__rate_interval])) * 8',
              '{{node}} {{workload}}',
            ),
          ],
          { unit: 'bps', width: 12 },
        ),
      ],
    },
    {
      title: 'Changes',
      panels: [
        curve('Departures', 'Objects in which hosts depart from the contract.', [
          query(
            'sum by (node, kind) (hercules_contract_drift_items{contract=~"$contract"})',
            '{{node}} {{kind}}',
          ),
        ]),
        curve('Repairs', 'Repairs since the agents started.', [
          query('hercules_contract_repairs_total{contract=~"$contract"}', '{{node}}'),
        ]),
        curve(
          'Time of changes',
          'How long the last change took on each host.',
          [query('hercules_reconcile_duration_seconds{contract=~"$contract"}', '{{node}}')],
          { unit: 's', whenEmpty: 'no change since the agent started' },
        ),
      ],
    },
  ],
};
