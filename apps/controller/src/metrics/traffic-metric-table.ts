import type { MetricFacts } from './metric-facts.js';

const link = ['device', 'contract', 'workload'] as const;
const stream = ['collector', 'protocol'] as const;

/** Series of a host: its interfaces, what they carry, and who is told of it. */
export const trafficMetricTable = {
  hercules_network_up: {
    page: 'host',
    type: 'gauge',
    help: 'Whether the interface carries traffic.',
    labels: link,
  },
  hercules_network_carrier: {
    page: 'host',
    type: 'gauge',
    help: 'Whether the interface has a carrier.',
    labels: link,
  },
  hercules_network_mtu_bytes: {
    page: 'host',
    type: 'gauge',
    help: 'MTU of the interface.',
    labels: link,
  },
  hercules_network_info: {
    page: 'host',
    type: 'gauge',
    help: 'Kind and state of the interface; always 1.',
    labels: [...link, 'kind', 'operstate'],
  },
  hercules_network_receive_bytes_total: {
    page: 'host',
    type: 'counter',
    help: 'Octets that the interface has counted coming in since it was made.',
    labels: link,
  },
  hercules_network_receive_packets_total: {
    page: 'host',
    type: 'counter',
    help: 'Packets that the interface has counted coming in since it was made.',
    labels: link,
  },
  hercules_network_receive_errs_total: {
    page: 'host',
    type: 'counter',
    help: 'Errors that the interface has counted on what came in.',
    labels: link,
  },
  hercules_network_receive_drop_total: {
    page: 'host',
    type: 'counter',
    help: 'Packets that came in and were dropped.',
    labels: link,
  },
  hercules_network_transmit_bytes_total: {
    page: 'host',
    type: 'counter',
    help: 'Octets that the interface has counted going out since it was made.',
    labels: link,
  },
  hercules_network_transmit_packets_total: {
    page: 'host',
    type: 'counter',
    help: 'Packets that the interface has counted going out since it was made.',
    labels: link,
  },
  hercules_network_transmit_errs_total: {
    page: 'host',
    type: 'counter',
    help: 'Errors that the interface has counted on what went out.',
    labels: link,
  },
  hercules_network_transmit_drop_total: {
    page: 'host',
    type: 'counter',
    help: 'Packets that should have gone out and were dropped.',
    labels: link,
  },
  hercules_usage_receive_bytes_total: {
    page: 'host',
    type: 'counter',
    help: 'Octets of frames that came in, as bills count them; never falls, and grows with every window (five minutes).',
    labels: link,
  },
  hercules_usage_receive_packets_total: {
    page: 'host',
    type: 'counter',
    help: 'Frames that came in, as bills count them.',
    labels: link,
  },
  hercules_usage_transmit_bytes_total: {
    page: 'host',
    type: 'counter',
    help: 'Octets of frames that went out, as bills count them.',
    labels: link,
  },
  hercules_usage_transmit_packets_total: {
    page: 'host',
    type: 'counter',
    help: 'Frames that went out, as bills count them.',
    labels: link,
  },
  hercules_usage_window_end_timestamp_seconds: {
    page: 'host',
    type: 'gauge',
    help: 'Until when the usage of the host is known: the end of its last signed window.',
    labels: [],
  },
  hercules_flow_overflow_packets_total: {
    page: 'host',
    type: 'counter',
    help: 'Frames that are counted and that no flow tells of, since the meter had no room.',
    labels: link,
  },
  hercules_flow_meter_info: {
    page: 'host',
    type: 'gauge',
    help: 'Who meters the flows of the host now; always 1.',
    labels: ['meter'],
  },
  hercules_flow_export_messages_total: {
    page: 'host',
    type: 'counter',
    help: 'Messages sent to the collector.',
    labels: stream,
  },
  hercules_flow_export_bytes_total: {
    page: 'host',
    type: 'counter',
    help: 'Octets of the messages sent to the collector.',
    labels: stream,
  },
  hercules_flow_export_flows_total: {
    page: 'host',
    type: 'counter',
    help: 'Flow records sent to the collector.',
    labels: stream,
  },
  hercules_flow_export_unsent_flows_total: {
    page: 'host',
    type: 'counter',
    help: 'Flow records given up, or of a kind that the protocol can not tell of.',
    labels: stream,
  },
  hercules_flow_export_failures_total: {
    page: 'host',
    type: 'counter',
    help: 'Tries at which the collector could not be reached.',
    labels: stream,
  },
  hercules_flow_export_waiting_messages: {
    page: 'host',
    type: 'gauge',
    help: 'Messages that wait for the collector.',
    labels: stream,
  },
} as const satisfies Readonly<Record<string, MetricFacts>>;
