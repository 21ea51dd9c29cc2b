import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/*
 * Records what iproute2 says to the kernel and what the kernel says to it, as hexadecimal bytes out of strace:
 *
 *   unshare --net --mount node libs/netlink/test/record-fixtures.ts && prettier --write libs/netlink/testdata
 *
 * It needs strace and iproute2 and changes the network namespace that it runs in.
 */

const testdata = join(import.meta.dirname, '../testdata');
const scratch = mkdtempSync(join(tmpdir(), 'record-'));

/** RTM_NEW*, RTM_DEL* and RTM_SETLINK of links, addresses, routes and neighbours. */
const changes = new Set([16, 17, 19, 20, 21, 24, 25, 28, 29]);

const requests: readonly (readonly [name: string, command: string])[] = [
  [
    'bridge',
    'ip link add index 60 br-lan address 02:00:00:00:00:01 mtu 1400 type bridge stp_state 1',
  ],
  [
    'vxlan over IPv4',
    'ip link add index 70 mtu 1400 vx-lan type vxlan id 100 local 192.0.2.1 dev up0 ttl 64 tos 8 df set dstport 4789 nolearning noudpcsum',
  ],
  [
    'vxlan over IPv6',
    'ip link add index 71 vx-six type vxlan id 16777215 local 2001:db8::1 dev up0 dstport 8472 learning noudp6zerocsumtx udp6zerocsumrx',
  ],
  ['veth', 'ip link add index 80 ve-one type veth peer name ve-two'],
  ['enslave', 'ip link set vx-lan master br-lan'],
  ['release', 'ip link set vx-lan nomaster'],
  ['up', 'ip link set br-lan up'],
  ['down', 'ip link set br-lan down'],
  ['alias', 'ip link set br-lan alias hercules:01J9Z3NDEKTSV4RRFFQ69G5FAV/lan'],
  ['vxlan change', 'ip link set vx-lan type vxlan ttl 12'],
  ['address', 'ip address add dev br-lan 198.51.100.1/24'],
  ['address over IPv6', 'ip address add dev br-lan 2001:db8:1::1/64 nodad'],
  ['flood entry', 'bridge fdb append 00:00:00:00:00:00 dev vx-lan dst 198.51.100.2'],
  ['flood entry over IPv6', 'bridge fdb append 00:00:00:00:00:00 dev vx-six dst 2001:db8::2'],
  ['single entry', 'bridge fdb replace 02:00:00:00:00:07 dev vx-lan dst 198.51.100.7'],
  ['flood entry gone', 'bridge fdb delete 00:00:00:00:00:00 dev vx-lan dst 198.51.100.2'],
  ['up again', 'ip link set br-lan up'],
  ['route', 'ip route add 203.0.113.0/24 metric 50 via 198.51.100.9 dev br-lan proto 72'],
  [
    'route over IPv6',
    'ip -6 route add 2001:db8:2::/48 metric 1024 via 2001:db8:1::9 dev br-lan proto 72',
  ],
  ['route on the link', 'ip route add 192.0.2.128/25 metric 50 dev br-lan proto 72'],
  [
    'default route of another table',
    'ip route add default table 1000 via 198.51.100.9 dev br-lan proto 72',
  ],
  [
    'route replaced',
    'ip route replace 203.0.113.0/24 metric 50 via 198.51.100.10 dev br-lan proto 72',
  ],
  ['route gone', 'ip route delete unicast 203.0.113.0/24 metric 50 proto 72'],
  ['address gone', 'ip address delete dev br-lan 198.51.100.1/24'],
  ['link gone', 'ip link delete ve-one'],
];

const dumps: readonly (readonly [name: string, command: string, type: number])[] = [
  ['links', 'ip -d -j link show', 16],
  ['addresses', 'ip -d -j address show', 20],
  ['routes over IPv4', 'ip -N -d -j -4 route show table all', 24],
  ['routes over IPv6', 'ip -N -d -j -6 route show table all', 24],
  ['fdb', 'bridge -d -j fdb show', 28],
];

function prepare(): void {
  run('ip link add index 50 up0 type veth peer name far0');
  run('ip link set up0 up');
  run('ip link set far0 up');
  run('ip address add 192.0.2.1/24 dev up0');
  run('ip address add 2001:db8::1/64 dev up0 nodad');
}

/** A host to read: some of it ours, some of it not. */
function furnish(): void {
  run('bridge fdb append 00:00:00:00:00:00 dev vx-lan dst 198.51.100.3');
  run('bridge fdb add 02:00:00:00:00:09 dev vx-lan dst 198.51.100.9 dynamic');
  run('ip link set vx-lan master br-lan');
  run('ip link set vx-lan up');
  run('ip link set lo up');
  run('ip address add dev br-lan 198.51.100.1/24');
  run('ip route add 203.0.113.0/24 metric 50 via 198.51.100.9 dev br-lan proto 72');
  run('ip route add blackhole 203.0.113.128/25');
  run('ip route add 198.51.100.128/25 nexthop via 192.0.2.10 nexthop via 198.51.100.10');
}

function run(command: string): string {
  const [tool = '', ...args] = command.split(' ');
  return execFileSync(tool, args, { encoding: 'utf8' });
}

function traced(command: string): { readonly output: string; readonly trace: string } {
  const file = join(scratch, 'trace');
  const strace = `strace -s 65535 -e trace=sendmsg,send,sendto,recvmsg -e write=all -e read=all -o ${file}`;
  const output = run(`${strace} ${command}`);
  return { output, trace: readFileSync(file, 'utf8') };
}

/** The bytes of every call of this name; strace prints them in lines of 16 below the call. */
function bytesOf(trace: string, call: RegExp): readonly Buffer[] {
  const calls = trace.split(/^(?=[a-z])/m).filter((part) => call.test(part));
  return calls.map((part) => {
    const rows = [...part.matchAll(/^ \| [0-9a-f]+ {2}([0-9a-f ]{48,49}) /gm)];
    return Buffer.from(rows.map(([, row = '']) => row.replaceAll(' ', '')).join(''), 'hex');
  });
}

/** The last change sent: before it `ip` asks for the index, and tries whether the kernel knows RTM_NEWLINK at all. */
function recordRequest(name: string, command: string): object {
  const sent = bytesOf(traced(command).trace, /^send/);
  const message = sent.findLast((bytes) => changes.has(typeOf(bytes)));
  if (message === undefined) throw new Error(`'${command}' sent no change`);
  return { name, command, hex: message.toString('hex') };
}

/** The tool looks links up as well; `type` is that of the entries asked for. */
function recordDump(name: string, command: string, type: number): object {
  const { output, trace } = traced(command);
  const received = bytesOf(trace, /^recvmsg/).filter((bytes) => typeOf(bytes) === type);
  return {
    name,
    command,
    hex: received.map((bytes) => bytes.toString('hex')),
    seen: JSON.parse(output) as unknown,
  };
}

function typeOf(message: Buffer): number {
  return message.length < 16 ? 0 : message.readUInt16LE(4);
}

function write(file: string, content: unknown): void {
  writeFileSync(join(testdata, file), `${JSON.stringify(content, null, 2)}\n`);
}

prepare();
write(
  'requests.json',
  requests.map(([name, command]) => recordRequest(name, command)),
);
furnish();
write(
  'dumps.json',
  dumps.map((dump) => recordDump(...dump)),
);
rmSync(scratch, { recursive: true });
