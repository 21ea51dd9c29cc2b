import type { MetricFacts } from './metric-facts.js';

/** Series of the controller's own page. */
export const controllerMetricTable = {
  hercules_controller_build_info: {
    page: 'controller',
    type: 'gauge',
    help: 'Version of the controller; always 1.',
    labels: ['version', 'node_version'],
  },
  hercules_http_requests_total: {
    page: 'controller',
    type: 'counter',
    help: 'HTTP requests answered.',
    labels: ['method', 'route', 'status'],
  },
  hercules_http_request_duration_seconds: {
    page: 'controller',
    type: 'histogram',
    help: 'Time from the first byte of a request to the last of its answer, without event streams.',
    labels: ['method', 'route'],
  },
  hercules_events_total: {
    page: 'controller',
    type: 'counter',
    help: 'Events told since the controller started.',
    labels: ['type'],
  },
  hercules_contract_state: {
    page: 'controller',
    type: 'gauge',
    help: 'Contracts by state of their latest version.',
    labels: ['state'],
  },
  hercules_operations: {
    page: 'controller',
    type: 'gauge',
    help: 'Operations by state.',
    labels: ['state'],
  },
  hercules_nodes: {
    page: 'controller',
    type: 'gauge',
    help: 'Hosts by state.',
    labels: ['state'],
  },
  hercules_contract_info: {
    page: 'controller',
    type: 'gauge',
    help: 'Title and tenant of the latest version of a contract; always 1.',
    labels: ['contract', 'tenant', 'title'],
  },
  hercules_contract_in_state: {
    page: 'controller',
    type: 'gauge',
    help: 'State of the latest version of a contract; 1 for the one it is in, and no series for the others.',
    labels: ['contract', 'state'],
  },
  hercules_contract_hosts: {
    page: 'controller',
    type: 'gauge',
    help: 'Hosts that the latest version of a contract names.',
    labels: ['contract'],
  },
  hercules_event_receiver_up: {
    page: 'controller',
    type: 'gauge',
    help: 'Whether an event receiver (SIEM, webhook) could be told the last time that there was something to tell.',
    labels: ['receiver'],
  },
  hercules_event_receiver_behind_events: {
    page: 'controller',
    type: 'gauge',
    help: 'Events that an event receiver has yet to be told.',
    labels: ['receiver'],
  },
  hercules_event_receiver_refused_total: {
    page: 'controller',
    type: 'counter',
    help: 'Events that an event receiver refused for good.',
    labels: ['receiver'],
  },
  hercules_event_receiver_lost_total: {
    page: 'controller',
    type: 'counter',
    help: 'Events that were no longer kept when an event receiver could be told.',
    labels: ['receiver'],
  },
  hercules_node_info: {
    page: 'controller',
    type: 'gauge',
    help: 'Site and state of a host; always 1.',
    labels: ['node', 'site', 'state'],
  },
  hercules_node_last_seen_timestamp_seconds: {
    page: 'controller',
    type: 'gauge',
    help: 'When the host was last heard of, to ten seconds.',
    labels: ['node'],
  },
  hercules_node_clock_offset_seconds: {
    page: 'controller',
    type: 'gauge',
    help: 'By how much the clock of the host is ahead of the controller, by its last signed request, also a refused one.',
    labels: ['node'],
  },
} as const satisfies Readonly<Record<string, MetricFacts>>;
