import type { MetricFacts } from './metric-facts.js';

const tunnel = ['contract', 'workload'] as const;

/** Series of a host: its tunnels. Never one for each association: a new key would make a new series. */
export const tunnelMetricTable = {
  hercules_tunnel_up: {
    page: 'host',
    type: 'gauge',
    help: 'Whether the tunnel carries traffic.',
    labels: tunnel,
  },
  hercules_tunnel_state: {
    page: 'host',
    type: 'gauge',
    help: 'Whether the tunnel is in this state.',
    labels: [...tunnel, 'state'],
  },
  hercules_tunnel_established_timestamp_seconds: {
    page: 'host',
    type: 'gauge',
    help: 'Since when the tunnel has been up; no series while it is not.',
    labels: tunnel,
  },
  hercules_tunnel_establishments_total: {
    page: 'host',
    type: 'counter',
    help: 'How often the tunnel was established, rekeying left out.',
    labels: tunnel,
  },
  hercules_tunnel_rekeys_total: {
    page: 'host',
    type: 'counter',
    help: 'How often the keys of the tunnel were changed.',
    labels: [...tunnel, 'sa'],
  },
  hercules_tunnel_receive_bytes_total: {
    page: 'host',
    type: 'counter',
    help: 'Octets that came in through the tunnel, over all its associations.',
    labels: tunnel,
  },
  hercules_tunnel_receive_packets_total: {
    page: 'host',
    type: 'counter',
    help: 'Packets that came in through the tunnel.',
    labels: tunnel,
  },
  hercules_tunnel_transmit_bytes_total: {
    page: 'host',
    type: 'counter',
    help: 'Octets that went out through the tunnel, over all its associations.',
    labels: tunnel,
  },
  hercules_tunnel_transmit_packets_total: {
    page: 'host',
    type: 'counter',
    help: 'Packets that went out through the tunnel.',
    labels: tunnel,
  },
  hercules_tunnel_retransmits_total: {
    page: 'host',
    type: 'counter',
    help: 'IKE messages of the tunnel that were sent again.',
    labels: tunnel,
  },
  hercules_tunnel_failures_total: {
    page: 'host',
    type: 'counter',
    help: 'Tries at which the tunnel could not be agreed.',
    labels: [...tunnel, 'reason'],
  },
  hercules_tunnel_certificate_not_after_timestamp_seconds: {
    page: 'host',
    type: 'gauge',
    help: 'When the certificate of the tunnel, or the first of the authorities above it, expires.',
    labels: [...tunnel, 'certificate'],
  },
  hercules_xfrm_errors_total: {
    page: 'host',
    type: 'counter',
    help: 'Packets that the kernel could not take through IPsec; no series where it does not count them.',
    labels: ['error'],
  },
} as const satisfies Readonly<Record<string, MetricFacts>>;
