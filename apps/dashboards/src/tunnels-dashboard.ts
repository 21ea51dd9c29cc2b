import type { DashboardSpec } from './dashboard-spec.js';
import { curve, figure, query, table } from './panels.js';
import { contract, workload } from './variables.js';

const chosen = '{contract=~"$contract", workload=~"$workload"}';

/** IPsec, by tunnel and never by association. */
export const tunnelsDashboard: DashboardSpec = {
  uid: 'hercules-tunnels',
  title: 'Hercules / Tunnels',
  help: 'IPsec tunnels: up, keyed, carrying; and what keeps them from it.',
  variables: [contract, workload],
  rows: [
    {
      title: 'State',
      panels: [
        figure(
          'Tunnels',
          'Tunnels, each counted at both of its ends where both are ours.',
          `count(hercules_tunnel_up${chosen})`,
        ),
        figure(
          'Down',
          'Ends at which a tunnel carries nothing.',
          `sum(hercules_tunnel_up${chosen} == bool 0)`,
          { badFrom: 1 },
        ),
        figure(
          'Youngest',
          'How long the tunnel that was established last has been up.',
          `min(time() - hercules_tunnel_established_timestamp_seconds${chosen})`,
          { unit: 's' },
        ),
        figure(
          'First expiry',
          'Until the first certificate of a tunnel expires.',
          `min(hercules_tunnel_certificate_not_after_timestamp_seconds${chosen} - time())`,
          { unit: 's', whenEmpty: 'no certificates' },
        ),
        table('State', 'State of each tunnel.', `hercules_tunnel_state${chosen} == 1`),
        curve('Up', 'Whether each tunnel carries traffic.', [
          query(`hercules_tunnel_up${chosen}`, '{{node}} {{workload}}'),
        ]),
      ],
    },
    {
      title: 'Traffic',
      panels: [
        curve(
          'Received',
          'Over all associations of a tunnel; goes on when keys change.',
          [
            query(
              `rate(hercules_tunnel_receive_bytes_total${chosen}[$__rate_interval]) * 8`,
              '{{node}} {{workload}}',
            ),
          ],
          { unit: 'bps' },
        ),
        curve(
          'Sent',
          'Over all associations of a tunnel; goes on when keys change.',
          [
            query(
              `rate(hercules_tunnel_transmit_bytes_total${chosen}[$__rate_interval]) * 8`,
              '{{node}} {{workload}}',
            ),
          ],
          { unit: 'bps' },
        ),
        curve(
          'Packets',
          'Received and sent together.',
          [
            query(
              `rate(hercules_tunnel_receive_packets_total${chosen}[$__rate_interval]) + rate(hercules_tunnel_transmit_packets_total${chosen}[$__rate_interval])`,
              '{{node}} {{workload}}',
            ),
          ],
          { unit: 'pps' },
        ),
      ],
    },
    {
      title: 'Keys and troubles',
      panels: [
        curve('Rekeyings', 'How often keys were changed, so far.', [
          query(`hercules_tunnel_rekeys_total${chosen}`, '{{node}} {{workload}} {{sa}}'),
        ]),
        curve('Established', 'How often each tunnel was established, so far.', [
          query(`hercules_tunnel_establishments_total${chosen}`, '{{node}} {{workload}}'),
        ]),
        curve('Retransmits', 'IKE messages that had to be sent again, so far.', [
          query(`hercules_tunnel_retransmits_total${chosen}`, '{{node}} {{workload}}'),
        ]),
        curve(
          'Failures',
          'Tries at which a tunnel could not be agreed, by reason, so far.',
          [
            query(
              `sum by (node, workload, reason) (hercules_tunnel_failures_total${chosen})`,
              '{{node}} {{workload}} {{reason}}',
            ),
          ],
          { width: 12, whenEmpty: 'none has failed' },
        ),
        curve(
          'IPsec errors of the kernel',
          'Packets that the kernel could not take through IPsec, by host.',
          [query('rate(hercules_xfrm_errors_total[$__rate_interval])', '{{node}} {{error}}')],
          { unit: 'pps', width: 12, whenEmpty: 'no kernel here counts them' },
        ),
      ],
    },
  ],
};
