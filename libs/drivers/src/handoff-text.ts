import type { SeenNeighbour, SeenPort } from './handoff-neighbours.js';
import type { HostHandoff, PortHandoff, TunnelHandoff } from './handoff-sheet.js';

/** One host's part of a sheet, with who was heard at the other ends where the host has listened. */
export interface SeenHandoff extends HostHandoff {
  readonly node: string;
  readonly ports: readonly SeenPort[];
}

/** The sheet of a contract in Markdown, for the people at the other end of the cables. */
export function handoffText(title: string, hosts: readonly SeenHandoff[]): string {
  return [`# ${title}`, ...hosts.map(hostText)].join('\n\n') + '\n';
}

function hostText({ node, ports, tunnels }: SeenHandoff): string {
  const neighbours = ports.flatMap((port) => port.neighbours ?? []);
  const parts = [
    ...(ports.length > 0
      ? [['| port | bundle | frames | MTU |', '| --- | --- | --- | --- |', ...ports.map(portRow)]]
      : []),
    ...(neighbours.length > 0
      ? [
          [
            '| heard on | other end | its port | native VLAN | VLANs | largest frame | differs |',
            '| --- | --- | --- | --- | --- | --- | --- |',
            ...neighbours.map(neighbourRow),
          ],
        ]
      : []),
    ...(ports.some((port) => port.neighbours === undefined) ? [[nobodyListened]] : []),
    ...(tunnels.length > 0
      ? [
          [
            '| tunnel | kind | settings | peers | MTU |',
            '| --- | --- | --- | --- | --- |',
            ...tunnels.map(tunnelRow),
          ],
        ]
      : []),
  ].map((rows) => rows.join('\n'));
  return [`## ${node}`, ...(parts.length > 0 ? parts : ['Nothing is asked of the outside.'])].join(
    '\n\n',
  );
}

const nobodyListened =
  'Who is at the other ends is not known: the host has not listened for LLDP, for which its agent needs the package koffi and CAP_NET_RAW.';

function portRow({ link, bundle, frames, mtu }: PortHandoff): string {
  const links = bundle === undefined ? '' : `${bundle.mode}: ${bundle.links.join(', ')}`;
  return row(link, links, frames.join('; '), mtu);
}

function neighbourRow(neighbour: SeenNeighbour): string {
  const { link, chassis, systemName, port, portDescription } = neighbour;
  const { nativeVlan, vlans, largestFrame, differs } = neighbour;
  const who = systemName === undefined ? chassis : `${systemName} (${chassis})`;
  const where = portDescription === undefined ? port : `${port} (${portDescription})`;
  const ids = vlans.join(', ');
  return row(link, quoted(who), quoted(where), nativeVlan, ids, largestFrame, differs.join('; '));
}

/** Others chose these words: they are no Markdown of ours. A bar is quoted with the cell. */
function quoted(text: string): string {
  return text.replace(/[\\`*_[\]<>&]/g, '\\$&');
}

function tunnelRow({ name, kind, options, peers, mtu }: TunnelHandoff): string {
  const settings = Object.entries(options).map(([option, value]) => `${option} ${String(value)}`);
  return row(name, kind, settings.join(', '), peers.join(', '), mtu);
}

function row(...cells: readonly (string | number | undefined)[]): string {
  return `| ${cells.map((cell) => cellText(cell)).join(' | ')} |`;
}

/** A name may have a bar in it, which would begin another cell. */
function cellText(cell: string | number | undefined = ''): string {
  return String(cell).replaceAll('|', '\\|');
}
