import { join } from 'node:path';
import { defaultPorts, parseCollector, type ExportedInterface, type ExportTarget } from '#flow';

export type FlowDaemonKind = 'pmacctd' | 'softflowd';

/** A program that meters one interface, and what it is to be started with. */
export interface FlowDaemon {
  readonly kind: FlowDaemonKind;
  readonly args: readonly string[];
  /** Its configuration, in a file that the arguments name; absent: it has none. */
  readonly file?: { readonly path: string; readonly text: string };
}

/** nfprobe_version of protocols. */
const versions = { ipfix: 10, netflow9: 9, netflow5: 5 } as const;
/** Bytes of the ring that holds packets while a daemon has no processor. */
const ring = 16 << 20;

/** What has to run for these interfaces, by names of their own; a daemon that changes has to be started anew. */
export function flowDaemons(
  kind: FlowDaemonKind,
  interfaces: readonly ExportedInterface[],
  directory: string,
): ReadonlyMap<string, FlowDaemon> {
  const wanted = interfaces.filter(({ targets }) => targets.length > 0);
  return new Map(
    kind === 'pmacctd'
      ? wanted.map((one) => pmacctd(one, directory))
      : wanted.flatMap((one) => softflowds(one, directory)),
  );
}

/** One for each interface: where one reads several, it tells no interface numbers without losing packets that leave. */
function pmacctd(
  { facts: { name, number }, targets }: ExportedInterface,
  directory: string,
): readonly [string, FlowDaemon] {
  const key = `pmacctd-${number}`;
  const path = join(directory, `${key}.conf`);
  const common = [
    ['daemonize', 'false'],
    ['pcap_interface', name],
    ['pcap_interface_wait', 'true'],
    ['plugin_pipe_size', String(ring)],
    ['plugin_buffer_size', String(64 << 10)],
    ['plugins', targets.map((_, index) => `nfprobe[t${index}]`).join(', ')],
  ] as const;
  const lines = [...common, ...targets.flatMap((target, index) => probe(target, number, index))];
  const text = lines.map(([setting, value]) => `${setting}: ${value}\n`).join('');
  return [key, { kind: 'pmacctd', args: ['-f', path], file: { path, text } }];
}

function probe(
  target: ExportTarget,
  number: number,
  index: number,
): readonly (readonly [string, string])[] {
  const { active, idle } = seconds(target);
  const silent = ['general', 'udp', 'tcp', 'icmp'].map((kind) => `${kind}=${idle}`).join(':');
  const hasVlan = target.protocol === 'netflow5' ? '' : ', vlan';
  return [
    [`nfprobe_receiver[t${index}]`, receiverOf(target)],
    [`nfprobe_version[t${index}]`, String(versions[target.protocol])],
    [`nfprobe_timeouts[t${index}]`, `maxlife=${active}:expint=1:${silent}`],
    // Both directions are told as ingress: nfprobe knows one for all.
    [`nfprobe_direction[t${index}]`, 'in'],
    [`nfprobe_ifindex[t${index}]`, String(number)],
    [
      `aggregate[t${index}]`,
      `src_host, dst_host, src_port, dst_port, proto, tos, in_iface${hasVlan}`,
    ],
  ];
}

function softflowds(
  { facts: { name, number }, targets }: ExportedInterface,
  directory: string,
): readonly (readonly [string, FlowDaemon])[] {
  return targets.flatMap((target, index) => {
    if (target.protocol !== 'netflow9') return [];
    const { active, idle } = seconds(target);
    const key = `softflowd-${number}-${index}`;
    const timeouts = ['tcp', 'udp', 'icmp', 'general'].map((one) => `${one}=${idle}`);
    const args = [
      ...['-d', '-i', `${number}:${name}`, '-n', receiverOf(target), '-v', '9', '-T', 'vlan'],
      ...[
        '-B',
        String(ring),
        '-p',
        join(directory, `${key}.own`),
        '-c',
        join(directory, `${key}.ctl`),
      ],
      ...[`maxlife=${active}`, 'expint=1', ...timeouts].flatMap((one) => ['-t', one]),
    ];
    return [[key, { kind: 'softflowd', args }] as const];
  });
}

function receiverOf({ collector, protocol }: ExportTarget): string {
  const address = parseCollector(collector, defaultPorts[protocol]);
  if (address === undefined) throw new TypeError(`'${collector}' names no collector`);
  const { host, port } = address;
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}

function seconds({ active, idle }: ExportTarget): {
  readonly active: number;
  readonly idle: number;
} {
  const whole = (milliseconds: number): number => Math.max(1, Math.round(milliseconds / 1000));
  return { active: whole(active), idle: whole(idle) };
}
