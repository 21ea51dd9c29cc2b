import {
  changedFields,
  identityOf,
  type InterfaceName,
  type IpAddress,
  type MacAddress,
  type Operation,
  type Resource,
} from '#drivers';
import type { HostPort } from '#engine';
import {
  address,
  bridge,
  flood,
  physical,
  port,
  route,
  rule,
  vxlan,
} from '../../libs/engine/test/resources.js';

/**
 * What any host answers to one operation. The model and the kernel are held to the same table: the names of the
 * refusals are the kernel's.
 */
export interface Behaviour {
  readonly what: string;
  readonly operation: Operation;
  /** Undefined: it is carried out. */
  readonly errno: string | undefined;
}

/** What a host has before each behaviour: two cables, and this, made by the host itself. */
export const bareHost: readonly Resource[] = [
  physical('eth0', { kernelKind: 'veth' }),
  physical('eth1', { kernelKind: 'veth' }),
  address('eth0', '198.51.100.1/24'),
  address('eth0', '2001:db8::1/64'),
];

const owner = { contract: 'A'.repeat(26), workload: 'lan' };
const lan = bridge('br-1', { owner, ipv6: true, mtu: 1400 });
const dmz = bridge('br-2', { owner });
const segment = vxlan('vx-1', 7, { owner });
const near = address('br-1', '192.0.2.1/24', owner);
const near6 = address('br-1', '2001:db8:a::1/64', owner);
const ruleOf = (parts: object): Resource => rule(1000, { owner, ...parts });
const standingRule = ruleOf({ from: '192.0.2.0/24', table: 100 });
const standing: readonly Resource[] = [
  lan,
  dmz,
  segment,
  near,
  near6,
  flood('vx-1', '198.51.100.2', owner),
  route('br-1', '198.18.0.0/15', '192.0.2.9'),
  standingRule,
];

/** Makes what stands before, then does the one thing. */
export async function answerOf(
  host: HostPort,
  { operation }: Behaviour,
): Promise<string | undefined> {
  await host.observe();
  const made = await host.apply(standing.map(create));
  const failed = made.flatMap(({ failure }) => failure?.detail ?? []);
  if (failed.length > 0) throw new Error(failed.join('; '));
  const [outcome] = await host.apply([operation]);
  return outcome?.failure?.errno;
}

const named = (text: string): InterfaceName => text as InterfaceName;
const local6 = '2001:db8::1' as IpAddress;
const over = (underlay: string): object => ({ vxlan: { underlay: named(underlay) } });
const to = (destination: string, via: string, link: string): Resource =>
  route(link, destination, via);

const toNear = route('br-1', '203.0.113.0/24', '192.0.2.9');
const toNear6 = { ...route('br-1', '2001:db8:b::/48', '2001:db8:a::9'), metric: 1024 };
const { link: _link, via: _via, ...anywhere } = toNear;
const nowhere: Resource = { ...anywhere, deadEnd: 'blackhole' };
const { link: _link6, via: _via6, ...anywhere6 } = toNear6;
const station = (link: string): Resource => ({
  type: 'bridge-fdb',
  bridge: named('br-1'),
  link: named(link),
  mac: '02:00:5e:00:53:01' as MacAddress,
  owner,
});
const nowhere6: Resource = { ...anywhere6, deadEnd: 'unreachable' };

export const behaviours: readonly Behaviour[] = [
  // Links
  refused('a link whose name is taken', create(bridge('eth1', { owner })), 'EEXIST'),
  refused('a link a second time', create(dmz), 'EEXIST'),
  refused('a name of 16 bytes', create(bridge('abcdefghijklmnop', { owner })), 'ERANGE'),
  refused('a name with a slash', create(bridge('a/b', { owner })), 'EINVAL'),
  refused('a name with white space', create(bridge('a b', { owner })), 'EINVAL'),
  refused('a name of two dots', create(bridge('..', { owner })), 'EINVAL'),
  refused('a segment whose VNI is taken', create(vxlan('vx-2', 7, { owner })), 'EEXIST'),
  refused('a segment over nothing', create(vxlan('vx-2', 8, { owner, ...over('eth9') })), 'ENODEV'),
  refused(
    'a link of a kind that we do not make',
    create(physical('wg0', { owner, kernelKind: 'wireguard' })),
    'EOPNOTSUPP',
  ),
  taken('one VNI on two UDP ports', create(vxlan('vx-2', 7, { owner, vxlan: { port: 8472 } }))),
  taken(
    'one VNI over both families',
    create(vxlan('vx-2', 7, { owner, mtu: 1430, vxlan: { local: local6 } })),
  ),
  // Masters
  refused(
    'a port of nothing',
    create(vxlan('vx-2', 8, { owner, master: named('br-9') })),
    'ENODEV',
  ),
  refused(
    'a port of what is no bridge',
    create(vxlan('vx-2', 8, { owner, master: named('eth1') })),
    'EOPNOTSUPP',
  ),
  refused('a granted port of nothing', create(port('eth1', 'br-9', owner)), 'ENODEV'),
  refused('a granted port that is not there', create(port('eth9', 'br-1', owner)), 'ENODEV'),
  refused('a granted port of what is no bridge', create(port('eth1', 'vx-1', owner)), 'EOPNOTSUPP'),
  refused('a bridge in a bridge', create(port('br-2', 'br-1', owner)), 'ELOOP'),
  taken('a granted port', create(port('eth1', 'br-1', owner))),
  // MTU
  refused('a bridge with an MTU of 67', create(bridge('br-3', { owner, mtu: 67 })), 'EINVAL'),
  refused('a bridge with an MTU of 65536', create(bridge('br-3', { owner, mtu: 65536 })), 'EINVAL'),
  taken('a bridge with an MTU of 68', create(bridge('br-3', { owner, mtu: 68 }))),
  taken('a bridge with an MTU of 65535', create(bridge('br-3', { owner, mtu: 65535 }))),
  refused('a segment with an MTU of 67', create(vxlan('vx-2', 8, { owner, mtu: 67 })), 'EINVAL'),
  refused('a change to an MTU of 67', change(lan, { ...lan, mtu: 67 }), 'EINVAL'),
  refused(
    'a change to more than the underlay carries',
    change(segment, { ...segment, mtu: 1451 }),
    'EINVAL',
  ),
  // Changes in place
  refused('another VNI in place', change(segment, vxlan('vx-1', 8, { owner })), 'EOPNOTSUPP'),
  refused(
    'another UDP port in place',
    change(segment, vxlan('vx-1', 7, { owner, vxlan: { port: 8472 } })),
    'EOPNOTSUPP',
  ),
  refused(
    'a change of a link that is not there',
    change(lan, bridge('br-9', { owner, mtu: 1300 })),
    'ENODEV',
  ),
  taken('another TTL in place', change(segment, vxlan('vx-1', 7, { owner, vxlan: { ttl: 9 } }))),
  // Addresses
  refused('an address a second time', create(near), 'EEXIST'),
  refused('an IPv6 address a second time', create(near6), 'EEXIST'),
  refused('an address on nothing', create(address('br-9', '192.0.2.9/24', owner)), 'ENODEV'),
  refused(
    'an IPv6 address where IPv6 is off',
    create(address('br-2', '2001:db8:b::1/64', owner)),
    'EACCES',
  ),
  taken('one address on two links', create(address('br-2', '192.0.2.1/24', owner))),
  // Routes
  refused('a route a second time', create(to('198.18.0.0/15', '192.0.2.9', 'br-1')), 'EEXIST'),
  refused('a route over nothing', create(to('203.0.113.0/24', '192.0.2.9', 'br-9')), 'ENODEV'),
  refused(
    'a route by way of what is not reached',
    create(to('203.0.113.0/24', '192.0.9.9', 'br-1')),
    'ENETUNREACH',
  ),
  refused(
    'a route by way of what another link reaches',
    create(to('203.0.113.0/24', '198.51.100.9', 'br-1')),
    'ENETUNREACH',
  ),
  refused(
    'an IPv6 route by way of what is not reached',
    create({ ...to('2001:db8:9::/48', '2001:db8:f::9', 'br-1'), metric: 1024 } as Resource),
    'EHOSTUNREACH',
  ),
  taken(
    'a route by way of what the link reaches',
    create(to('203.0.113.0/24', '192.0.2.8', 'br-1')),
  ),
  // Forwarding entries
  taken('a remote a second time', create(flood('vx-1', '198.51.100.2', owner))),
  refused(
    'a remote of the other family',
    create(flood('vx-1', '2001:db8::2', owner)),
    'EAFNOSUPPORT',
  ),
  refused('a remote of what is no segment', create(flood('br-1', '198.51.100.2', owner)), 'EINVAL'),
  refused('a remote of nothing', create(flood('vx-9', '198.51.100.2', owner)), 'ENODEV'),
  // Policy rules
  refused('a rule a second time', create(standingRule), 'EEXIST'),
  taken(
    'a rule beside another of its priority',
    create(ruleOf({ to: '192.0.2.0/24', table: 100 })),
  ),
  taken(
    'a rule for a table that nothing is in',
    create(ruleOf({ fwmark: 1, fwmask: 1, table: 4000 })),
  ),
  taken(
    'a rule for an interface that is not there',
    create(ruleOf({ iif: named('br-9'), table: 7 })),
  ),
  taken('a rule that leads nowhere', create(ruleOf({ to: '203.0.113.0/24', action: 'prohibit' }))),
  taken('the end of a rule that is gone', remove(ruleOf({ from: '203.0.113.0/24', table: 100 }))),
  // Static stations of ports
  refused('a station on what is no port', create(station('eth1')), 'EOPNOTSUPP'),
  refused('a station on nothing', create(station('eth9')), 'ENODEV'),
  taken('the end of a station on what is no port', remove(station('eth1'))),
  // What is gone already
  taken('the end of a link that is gone', remove(bridge('br-9', { owner }))),
  taken('the end of an address that is gone', remove(address('br-1', '192.0.2.77/24', owner))),
  taken('the end of an address on nothing', remove(address('br-9', '192.0.2.77/24', owner))),
  refused(
    'a route from an address that nobody has',
    create({ ...toNear, source: '192.0.2.77' as IpAddress }),
    'EINVAL',
  ),
  refused(
    'an IPv6 route from an address that nobody has',
    create({ ...toNear6, source: '2001:db8:a::77' as IpAddress }),
    'EINVAL',
  ),
  taken(
    'a route from an address of the host',
    create({ ...toNear, source: '192.0.2.1' as IpAddress }),
  ),
  taken(
    'a route by way of what is said to be on the link',
    create({ ...toNear, via: '192.0.9.9' as IpAddress, onLink: true }),
  ),
  taken('a route that leads nowhere', create(nowhere)),
  taken('an IPv6 route that leads nowhere', create(nowhere6)),
  taken('the end of a route that leads nowhere and is gone', remove(nowhere)),
  taken('the end of a route that is gone', remove(to('203.0.113.0/24', '192.0.2.9', 'br-1'))),
  taken('the end of a remote that is gone', remove(flood('vx-1', '198.51.100.77', owner))),
  taken('the end of a port that is none', remove(port('eth1', 'br-1', owner))),
];

function refused(what: string, operation: Operation, errno: string): Behaviour {
  return { what: `refuses ${what}: ${errno}`, operation, errno };
}

function taken(what: string, operation: Operation): Behaviour {
  return { what: `takes ${what}`, operation, errno: undefined };
}

function create(after: Resource): Operation {
  return { ...operationOn(after), action: 'create', before: null, after };
}

function remove(before: Resource): Operation {
  return { ...operationOn(before), action: 'delete', before, after: null };
}

/** In place, even where a plan would make the link anew. */
function change(before: Resource, after: Resource): Operation {
  const fields = changedFields(before, after);
  return { ...operationOn(after), action: 'change', before, after, fields };
}

function operationOn(
  subject: Resource,
): Pick<Operation, 'identity' | 'fields' | 'effect' | 'dependsOn'> {
  return { identity: identityOf(subject), fields: [], effect: 'none', dependsOn: [] };
}
