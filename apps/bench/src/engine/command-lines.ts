import { underlay } from '../sample-network.js';
import type { Network } from './bench-site.js';

/** A network of the bench in the language of `ip -batch`; without our marks, which nobody else needs. */
export function batchLines({ segments, isBridged = false }: Network): string {
  const lines = Array.from({ length: segments }, (_, index) => [
    ...(isBridged ? [`link add name br${index} type bridge`, `link set dev br${index} up`] : []),
    `link add name vx${index} mtu 1450 type vxlan id ${index + 1} dev ${underlay.link} local ${underlay.local} remote ${underlay.remote} dstport 4789`,
    `link set dev vx${index}${isBridged ? ` master br${index}` : ''} up`,
  ]);
  return lines.flat().join('\n');
}

/** The same network as /etc/network/interfaces. */
export function interfacesFile({ segments, isBridged = false }: Network): string {
  const stanza = (name: string, ...options: readonly string[]): string =>
    [`auto ${name}`, `iface ${name}`, ...options.map((option) => `  ${option}`)].join('\n');
  const vxlan = (index: number): string =>
    stanza(
      `vx${index}`,
      `vxlan-id ${index + 1}`,
      `vxlan-physdev ${underlay.link}`,
      `vxlan-local-tunnelip ${underlay.local}`,
      `vxlan-remoteip ${underlay.remote}`,
      'vxlan-port 4789',
      'mtu 1450',
    );
  const bridge = (index: number): string =>
    stanza(`br${index}`, `bridge-ports vx${index}`, 'bridge-stp off');
  const stanzas = Array.from({ length: segments }, (_, index) => [
    vxlan(index),
    ...(isBridged ? [bridge(index)] : []),
  ]);
  return `${[stanza(underlay.link, `address ${underlay.local}/24`), ...stanzas.flat()].join('\n')}\n`;
}
