import type { MetricFacts } from './metric-facts.js';

const tunnel = ['contract', 'workload'] as const;

/** Series of a host: its IPsec tunnels, never their SAs. */
export const tunnelMetricTable = {
  hercules_tunnel_up: {
    page: 'host',
    type: 'gauge',
    help: 'Whether the tunnel carries packets, be it all that was asked for or less.',
    labels: tunnel,
  },
  hercules_tunnel_state: {
    page: 'host',
    type: 'gauge',
    help: 'Whether the tunnel is in this state: configured, negotiating, up, degraded or down.',
    labels: [...tunnel, 'state'],
  },
  hercules_tunnel_established_timestamp_seconds: {
    page: 'host',
    type: 'gauge',
    help: 'Since when the tunnel carries packets; no series: it carries none.',
    labels: tunnel,
  },
  hercules_tunnel_establishments_total: {
    page: 'host',
    type: 'counter',
    help: 'How often an IKE_SA of the tunnel was established, other than by rekeying.',
    labels: tunnel,
  },
  hercules_tunnel_rekeys_total: {
    page: 'host',
    type: 'counter',
    help: 'Rekeyings of IKE_SAs (ike) and of CHILD_SAs (child).',
    labels: [...tunnel, 'sa'],
  },
  hercules_tunnel_receive_bytes_total: {
    page: 'host',
    type: 'counter',
    help: 'Octets of packets that came out of the tunnel, over all its SAs.',
    labels: tunnel,
  },
  hercules_tunnel_receive_packets_total: {
    page: 'host',
    type: 'counter',
    help: 'Packets that came out of the tunnel, over all its SAs.',
    labels: tunnel,
  },
  hercules_tunnel_transmit_bytes_total: {
    page: 'host',
    type: 'counter',
    help: 'Octets of packets that went into the tunnel, over all its SAs.',
    labels: tunnel,
  },
  hercules_tunnel_transmit_packets_total: {
    page: 'host',
    type: 'counter',
    help: 'Packets that went into the tunnel, over all its SAs.',
    labels: tunnel,
  },
  hercules_tunnel_retransmits_total: {
    page: 'host',
    type: 'counter',
    help: 'IKE messages that were sent again, since no answer came.',
    labels: tunnel,
  },
  hercules_tunnel_failures_total: {
    page: 'host',
    type: 'counter',
    help: 'Attempts that failed, by the reason that the condition Working gives.',
    labels: [...tunnel, 'reason'],
  },
  hercules_tunnel_certificate_not_after_timestamp_seconds: {
    page: 'host',
    type: 'gauge',
    help: 'When the first of the own certificates, or of the authorities for the peer, ends.',
    labels: [...tunnel, 'certificate'],
  },
  hercules_xfrm_errors_total: {
    page: 'host',
    type: 'counter',
    help: 'IPsec packets that the kernel had to drop, by /proc/net/xfrm_stat; no series: the kernel does not count them.',
    labels: ['error'],
  },
} as const satisfies Readonly<Record<string, MetricFacts>>;
