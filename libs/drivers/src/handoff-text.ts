import type { HostHandoff, PortHandoff, TunnelHandoff } from './handoff-sheet.js';

/** The sheet of a contract in Markdown, for the people at the other end of the cables. */
export function handoffText(
  title: string,
  hosts: readonly (HostHandoff & { readonly node: string })[],
): string {
  return [`# ${title}`, ...hosts.map(hostText)].join('\n\n') + '\n';
}

function hostText({ node, ports, tunnels }: HostHandoff & { readonly node: string }): string {
  const parts = [
    ...(ports.length > 0
      ? [['| port | bundle | frames | MTU |', '| --- | --- | --- | --- |', ...ports.map(portRow)]]
      : []),
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

function portRow({ link, bundle, frames, mtu }: PortHandoff): string {
  const links = bundle === undefined ? '' : `${bundle.mode}: ${bundle.links.join(', ')}`;
  return row(link, links, frames.join('; '), mtu);
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
