import type { DashboardSpec } from './dashboard-spec.js';
import { curve, figure, query, table } from './panels.js';
import { collector, contract } from './variables.js';

const way = '{collector=~"$collector"}';
const used = '{contract=~"$contract"}';

/** Who is told of flows, and what bills will say. */
export const flowsDashboard: DashboardSpec = {
  uid: 'hercules-flows',
  title: 'Hercules / Flows and usage',
  help: 'Export of flows to collectors, and the usage from which bills are made.',
  variables: [contract, collector],
  rows: [
    {
      title: 'Export of flows',
      panels: [
        figure(
          'Flows a second',
          'Flow records sent to all collectors.',
          `sum(rate(hercules_flow_export_flows_total${way}[$__rate_interval]))`,
        ),
        figure(
          'Waiting',
          'Messages that wait for a collector; 20,000 may.',
          `sum(hercules_flow_export_waiting_messages${way})`,
          { badFrom: 10_000 },
        ),
        figure(
          'Unsent',
          'Flow records given up, or that the protocol can not tell of.',
          `sum(hercules_flow_export_unsent_flows_total${way})`,
          { badFrom: 1 },
        ),
        figure(
          'Overflow',
          'Packets that no flow tells of, since the meter had no room.',
          `sum(hercules_flow_overflow_packets_total${used})`,
          { badFrom: 1, whenEmpty: 'no usage yet' },
        ),
        table('Meters', 'Who meters each host.', 'hercules_flow_meter_info', { width: 8 }),
        curve(
          'Messages',
          'Sent to each collector.',
          [
            query(
              `sum by (node, collector) (rate(hercules_flow_export_messages_total${way}[$__rate_interval]))`,
              '{{node}} {{collector}}',
            ),
          ],
          { unit: 'pps' },
        ),
        curve(
          'Octets',
          'Sent to each collector.',
          [
            query(
              `sum by (node, collector) (rate(hercules_flow_export_bytes_total${way}[$__rate_interval])) * 8`,
              '{{node}} {{collector}}',
            ),
          ],
          { unit: 'bps' },
        ),
        curve(
          'Collectors not reached',
          'Tries at which a collector could not be reached, so far.',
          [query(`hercules_flow_export_failures_total${way}`, '{{node}} {{collector}}')],
        ),
      ],
    },
    {
      title: 'Usage, as bills count it',
      panels: [
        figure(
          'Behind',
          'Since when the usage of a host is not known yet; windows end every five minutes.',
          'max(time() - hercules_usage_window_end_timestamp_seconds)',
          { unit: 's', badFrom: 1800, whenEmpty: 'no usage yet' },
        ),
        table(
          'Carried so far',
          'Octets of frames by contract and host, in and out.',
          `sum by (contract, node) (hercules_usage_receive_bytes_total${used} + hercules_usage_transmit_bytes_total${used})`,
          { unit: 'bytes', width: 10, whenEmpty: 'no usage yet' },
        ),
        table(
          'Frames so far',
          'By contract and host, in and out.',
          `sum by (contract, node) (hercules_usage_receive_packets_total${used} + hercules_usage_transmit_packets_total${used})`,
          { width: 10, whenEmpty: 'no usage yet' },
        ),
        curve(
          'Received in an hour',
          'Octets of frames, by contract.',
          [
            query(
              `sum by (contract) (increase(hercules_usage_receive_bytes_total${used}[1h]))`,
              '{{contract}}',
            ),
          ],
          { unit: 'bytes', width: 12, whenEmpty: 'no usage yet' },
        ),
        curve(
          'Sent in an hour',
          'Octets of frames, by contract.',
          [
            query(
              `sum by (contract) (increase(hercules_usage_transmit_bytes_total${used}[1h]))`,
              '{{contract}}',
            ),
          ],
          { unit: 'bytes', width: 12, whenEmpty: 'no usage yet' },
        ),
      ],
    },
  ],
};
