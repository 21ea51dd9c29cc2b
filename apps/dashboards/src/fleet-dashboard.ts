import type { DashboardSpec } from './dashboard-spec.js';
import { curve, figure, query, table } from './panels.js';

/** Everything at one look: where to go from here. */
export const fleetDashboard: DashboardSpec = {
  uid: 'hercules-fleet',
  title: 'Hercules / Fleet',
  help: 'All hosts and contracts of a controller, and the controller itself.',
  variables: [],
  rows: [
    {
      title: 'Now',
      panels: [
        figure(
          'Hosts connected',
          'Hosts that were heard of within 75 seconds.',
          'sum(hercules_nodes{state="connected"})',
        ),
        figure(
          'Hosts silent',
          'Hosts that were heard of once, and not within 75 seconds.',
          'sum(hercules_nodes{state="silent"})',
          { badFrom: 1 },
        ),
        figure(
          'Contracts active',
          'Contracts that every host has brought about.',
          'sum(hercules_contract_state{state="active"})',
        ),
        figure(
          'Contracts in trouble',
          'Contracts that are degraded or wait.',
          'sum(hercules_contract_state{state=~"degraded|waiting"})',
          { badFrom: 1 },
        ),
        figure(
          'Departures',
          'Contracts from which a host departs, counted by host.',
          'sum(hercules_contract_drifted)',
          { badFrom: 1 },
        ),
        figure(
          'Alerts',
          'Alerts of Hercules that fire.',
          'count(ALERTS{alertname=~"Hercules.*", alertstate="firing"}) or vector(0)',
          { badFrom: 1 },
        ),
      ],
    },
    {
      title: 'Hosts and contracts',
      panels: [
        curve('Hosts by state', 'All hosts that a charter or contract names.', [
          query('sum by (state) (hercules_nodes)', '{{state}}'),
        ]),
        curve('Contracts by state', 'State of the latest version of each contract.', [
          query('sum by (state) (hercules_contract_state)', '{{state}}'),
        ]),
        curve('Events', 'What happened, a minute.', [
          query('sum by (type) (rate(hercules_events_total[$__rate_interval])) * 60', '{{type}}'),
        ]),
        table(
          'Contracts',
          'Every contract with its state.',
          'hercules_contract_in_state * on (contract) group_left (title, tenant) hercules_contract_info',
        ),
        table('Hosts', 'Every host with its site and state.', 'hercules_node_info'),
      ],
    },
    {
      title: 'Traffic',
      panels: [
        curve(
          'Received by site',
          'What interfaces of contracts took in.',
          [
            query(
              'sum by (site) (rate(hercules_network_receive_bytes_total[$__rate_interval])) * 8',
              'site {{site}}',
            ),
          ],
          { unit: 'bps', width: 12 },
        ),
        curve(
          'Sent by site',
          'What interfaces of contracts gave out.',
          [
            query(
              'sum by (site) (rate(hercules_network_transmit_bytes_total[$__rate_interval])) * 8',
              'site {{site}}',
            ),
          ],
          { unit: 'bps', width: 12 },
        ),
      ],
    },
    {
      title: 'Controller',
      panels: [
        curve(
          'Requests',
          'Answers a second, by status.',
          [
            query(
              'sum by (status) (rate(hercules_http_requests_total[$__rate_interval]))',
              '{{status}}',
            ),
          ],
          { unit: 'reqps' },
        ),
        curve(
          'Slow requests',
          'Time within which 99 of 100 requests were answered.',
          [
            query(
              'histogram_quantile(0.99, sum by (route, le) (rate(hercules_http_request_duration_seconds_bucket[$__rate_interval])))',
              '{{route}}',
            ),
          ],
          { unit: 's' },
        ),
        curve(
          'Event loop',
          'How late others get their turn, at worst one in a hundred.',
          [query('nodejs_eventloop_lag_p99_seconds{job="hercules"}', 'p99')],
          { unit: 's' },
        ),
        curve(
          'Memory',
          'Resident memory of the process.',
          [query('process_resident_memory_bytes{job="hercules"}', 'resident')],
          { unit: 'bytes' },
        ),
        curve(
          'Processor',
          'Share of one processor.',
          [
            query(
              'rate(process_cpu_seconds_total{job="hercules"}[$__rate_interval])',
              'controller',
            ),
          ],
          { unit: 'percentunit' },
        ),
        curve('Operations', 'Roll-outs by state.', [
          query('sum by (state) (hercules_operations)', '{{state}}'),
        ]),
      ],
    },
  ],
};
