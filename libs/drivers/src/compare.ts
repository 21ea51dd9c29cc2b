import { rememberByPair } from './remember.js';
import type { LinkResource, Resource } from './resource.js';

/**
 * The names of the fields in which an object differs from what is wanted, in alphabetical order. A field that a wanted
 * link or port does not name asks for nothing; of all but links the owner is left out: it follows the link.
 */
export const changedFields: (observed: Resource, wanted: Resource) => readonly string[] =
  rememberByPair((observed: Resource, wanted: Resource) =>
    fieldsThatDiffer(observed, wanted).toSorted(),
  );

function fieldsThatDiffer(observed: Resource, wanted: Resource): readonly string[] {
  if (observed.type === 'link' && wanted.type === 'link') {
    return changedLinkFields(observed, wanted);
  }
  if (wanted.type === 'port') {
    const { owner, ...wishes } = wanted;
    return unmetWishes('', observed, wishes);
  }
  return changedMembers(observed, wanted).filter((field) => field !== 'owner');
}

/**
 * Fields that the kernel fixes when it makes the link (`vxlan_nl2conf` in drivers/net/vxlan/vxlan_core.c;
 * `vlan_changelink` in net/8021q/vlan_netlink.c takes another id without a word and keeps the old one). Another group it
 * takes, but before Linux 6.15 does not join it.
 */
const fixedFields: ReadonlySet<string> = new Set([
  'kind',
  'bond.mode',
  'bond.lacpRate',
  'bond.adSelect',
  'kernelKind',
  'lower',
  'vrf.table',
  'vlan.id',
  'vlan.protocol',
  'vlan.parent',
  'vxlan.vni',
  'vxlan.port',
  'vxlan.udpChecksum',
  'vxlan.family',
  'vxlan.routed',
  'vxlan.group',
  'vxlan.ttlInherit',
  'vxlan.maxAddresses',
  'vxlan.sourcePorts',
  'vxlan.arpProxy',
  'vxlan.shortCircuit',
  'vxlan.l2Miss',
  'vxlan.l3Miss',
  'vxlan.groupPolicy',
  'vxlan.acceptsZeroChecksum',
  'vxlan.external',
  'vxlan.vniFilter',
]);

/** Whether a change of these fields needs the link to be made anew. */
export function needsRecreation(fields: readonly string[]): boolean {
  return fields.some((field) => fixedFields.has(field) || field.startsWith('fixed.'));
}

/** What follows from other fields, for people; no kernel tells it. */
const toldFields: ReadonlySet<string> = new Set(['claim', 'over']);

function changedLinkFields(observed: LinkResource, wanted: LinkResource): readonly string[] {
  const fields = unmetWishes('', observed, wanted);
  const compared = fields.filter((field) => !toldFields.has(field.split('.')[0] ?? ''));
  return [...compared, ...otherNature(observed, wanted)];
}

function unmetWishes(base: string, observed: object, wanted: object): readonly string[] {
  return Object.keys(wanted).flatMap((name) => {
    const [now, asked] = [member(observed, name), member(wanted, name)];
    if (asked === undefined || asked === now) return [];
    if (!isGroup(asked)) return [base + name];
    return unmetWishes(`${base}${name}.`, isGroup(now) ? now : {}, asked);
  });
}

function changedMembers(observed: object, wanted: object): readonly string[] {
  const names = new Set([...Object.keys(observed), ...Object.keys(wanted)]);
  return [...names].filter((name) => member(observed, name) !== member(wanted, name));
}

function member(object: object, name: string): unknown {
  return Object.hasOwn(object, name) ? Reflect.get(object, name) : undefined;
}

function isGroup(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

/** What the kernel fixes of fields that it lets change otherwise: the outer family, and whether there is an underlay. */
function otherNature(observed: LinkResource, wanted: LinkResource): readonly string[] {
  if (observed.kind !== 'vxlan' || wanted.kind !== 'vxlan') return [];
  const [now, asked] = [observed.vxlan, wanted.vxlan];
  return [
    ...(now.local.includes(':') === asked.local.includes(':') ? [] : ['vxlan.family']),
    ...((now.underlay === null) === (asked.underlay === null) ? [] : ['vxlan.routed']),
  ];
}
