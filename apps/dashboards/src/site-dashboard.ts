import type { DashboardSpec } from './dashboard-spec.js';
import { curve, figure, query, table } from './panels.js';
import { site } from './variables.js';

const ofSite = '* on (node) group_left (site) hercules_node_info{site=~"$site"}';

/** The hosts of one site beside each other. */
export const siteDashboard: DashboardSpec = {
  uid: 'hercules-site',
  title: 'Hercules / Site',
  help: 'The hosts of a site, as the charter places them, side by side.',
  variables: [site],
  rows: [
    {
      title: 'Hosts',
      panels: [
        figure(
          'Hosts up',
          'Share of the hosts whose page can be read.',
          'avg(up{job="hercules-hosts", site=~"$site"})',
          { unit: 'percentunit' },
        ),
        figure(
          'Longest silence',
          'Since when the quietest host was last heard of.',
          `max((time() - hercules_node_last_seen_timestamp_seconds) ${ofSite})`,
          { unit: 's', badFrom: 75 },
        ),
        figure(
          'Worst clock',
          'By how much the clock of a host is off; beyond 60 seconds its requests are refused.',
          `max(abs(hercules_node_clock_offset_seconds) ${ofSite})`,
          { unit: 's', badFrom: 15 },
        ),
        figure(
          'Frozen',
          'Contracts that a host touches no more until people have looked.',
          'sum(hercules_host_contract_state{site=~"$site", state="frozen"})',
          { badFrom: 1 },
        ),
        figure(
          'Departures',
          'Contracts from which a host departs.',
          'sum(hercules_contract_drifted{site=~"$site"})',
          { badFrom: 1 },
        ),
        figure(
          'Interfaces down',
          'Interfaces of contracts that carry nothing.',
          'sum(hercules_network_up{site=~"$site"} == bool 0)',
          { badFrom: 1 },
        ),
        table('Hosts', 'State of each host.', 'hercules_node_info{site=~"$site"}'),
        table(
          'Contracts on hosts',
          'Contracts by the state in which each host has them.',
          'count by (node, state) (hercules_host_contract_state{site=~"$site"} == 1)',
        ),
      ],
    },
    {
      title: 'Traffic',
      panels: [
        curve(
          'Received by host',
          'What interfaces of contracts took in.',
          [
            query(
              'sum by (node) (rate(hercules_network_receive_bytes_total{site=~"$site"}[$__rate_interval])) * 8',
              '{{node}}',
            ),
          ],
          { unit: 'bps' },
        ),
        curve(
          'Sent by host',
          'What interfaces of contracts gave out.',
          [
            query(
              'sum by (node) (rate(hercules_network_transmit_bytes_total{site=~"$site"}[$__rate_interval])) * 8',
              '{{node}}',
            ),
          ],
          { unit: 'bps' },
        ),
        curve(
          'Dropped',
          'Packets that interfaces of contracts dropped.',
          [
            query(
              'sum by (node) (rate(hercules_network_receive_drop_total{site=~"$site"}[$__rate_interval]) + rate(hercules_network_transmit_drop_total{site=~"$site"}[$__rate_interval]))',
              '{{node}}',
            ),
          ],
          { unit: 'pps' },
        ),
      ],
    },
    {
      title: 'Agents',
      panels: [
        curve(
          'Processor',
          'Share of one processor.',
          [
            query(
              'rate(hercules_agent_cpu_seconds_total{site=~"$site"}[$__rate_interval])',
              '{{node}}',
            ),
          ],
          { unit: 'percentunit' },
        ),
        curve(
          'Memory',
          'Resident memory of the agents.',
          [query('hercules_agent_resident_memory_bytes{site=~"$site"}', '{{node}}')],
          { unit: 'bytes' },
        ),
        curve(
          'Clocks',
          'By how much the clock of a host is ahead of the controller.',
          [query(`hercules_node_clock_offset_seconds ${ofSite}`, '{{node}}')],
          { unit: 's' },
        ),
      ],
    },
  ],
};
