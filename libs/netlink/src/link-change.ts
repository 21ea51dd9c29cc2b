import {
  markOf,
  vniTable,
  vniTableChange,
  type BondLink,
  type BridgeLink,
  type GenericLink,
  type InterfaceName,
  type LinkResource,
  type VlanLink,
  type VniTable,
  type VxlanLink,
  type VxlanOptions,
} from '#drivers';
import type { LinkDirectory } from './link-directory.js';
import { encodeBond } from './bond-data.js';
import { encodeBridge, encodeNewBridge } from './bridge-data.js';
import { encodeGeneric } from './generic-data.js';
import { encodeVlan } from './vlan-data.js';
import { addVnis, removeVnis } from './vni-message.js';
import { encodeVrf } from './vrf-data.js';
import { encodeVxlan } from './vxlan-data.js';
import { changeLink, changeLinkKind, type LinkInfo, type LinkSettings } from './link-message.js';
import type { Request } from './messages.js';
import { newPortRequests, portRequests, vlanRequests } from './port-change.js';
import type { Steps } from './step.js';

/**
 * The messages that change the named fields ('mtu', 'owner.contract', 'vxlan.ttl' …) of a link in place. The kind goes
 * by itself: a VXLAN link refuses its MTU in the same message (`vxlan_nl2conf`). IPv6 is no matter of messages.
 */
export function linkChangeSteps(
  link: LinkResource,
  fields: readonly string[],
  links: LinkDirectory,
  before: LinkResource | null = null,
): Steps {
  const index = links.indexOf(link.name);
  if (index === undefined) return { missing: link.name };
  const kind = changedKind(link, fields, links, before);
  if (kind !== undefined && 'missing' in kind) return kind;
  const groups = new Set(fields.map(groupOf));
  const master = groups.has('master') ? masterIndex(link, links) : undefined;
  if (typeof master === 'object') return master;
  const requests = [
    // What is adopted is marked first and given back last: in between it is known as ours and can be put back.
    ...(groups.has('owner') && link.owner !== undefined
      ? [changeLink(index, { alias: markOf(link.owner) })]
      : []),
    ...(kind === undefined ? [] : [changeLinkKind(index, kind)]),
    ...bridgeVlanRequests(index, link, fields, before),
    ...changedVniRequests(index, link, fields, before),
    ...(settingGroups.some((group) => groups.has(group))
      ? [changeLink(index, { ...changedSettings(link, groups), master })]
      : []),
    ...changedPortRequests(index, link, fields, before),
    ...(groups.has('alias') ? [changeLink(index, { alias: link.alias })] : []),
  ];
  return requests.map((request) => ({ request, tolerated: [] }));
}

/** What {@link LinkSettings} has, by the names of the resource. */
const settingGroups = ['mtu', 'mac', 'master', 'up'] as const;

interface Missing {
  readonly missing: InterfaceName;
}

function changedSettings(
  { mtu, mac, up }: LinkResource,
  groups: ReadonlySet<string>,
): LinkSettings {
  return {
    mtu: groups.has('mtu') ? mtu : undefined,
    mac: groups.has('mac') ? mac : undefined,
    up: groups.has('up') ? up : undefined,
  };
}

function masterIndex({ master }: LinkResource, links: LinkDirectory): number | Missing | undefined {
  if (master === undefined) return undefined;
  if (master === null) return 0;
  return links.indexOf(master) ?? { missing: master };
}

function changedKind(
  link: LinkResource,
  fields: readonly string[],
  links: LinkDirectory,
  before: LinkResource | null,
): LinkInfo | Missing | undefined {
  const changed = fields.filter((field) => groupOf(field) === link.kind);
  if (changed.length === 0) return undefined;
  switch (link.kind) {
    case 'bond':
      return changedBond(link, changed, links);
    case 'bridge':
      return changedBridge(link, changed);
    case 'vlan':
      return changedVlan(link, changed, before);
    case 'vxlan':
      return changedVxlan(link, changed, links);
    case 'generic':
      return changedGeneric(link, changed, links);
    case 'vrf':
    case 'other':
      return undefined;
  }
}

function changedGeneric(
  { kernelKind, generic }: GenericLink,
  fields: readonly string[],
  links: LinkDirectory,
): LinkInfo | undefined {
  const table = links.kinds.get(kernelKind);
  if (table === undefined) return undefined;
  const changed = Object.entries(generic).filter(([name]) => fields.includes(`generic.${name}`));
  return { kind: kernelKind, data: encodeGeneric(table, Object.fromEntries(changed)) };
}

/** The kernel counts the delays in steps of `miimon`: with another one they are set again. */
function changedBond(
  { bond }: BondLink,
  fields: readonly string[],
  links: LinkDirectory,
): LinkInfo | undefined {
  const changed = new Set(fields);
  if (changed.has('bond.miimon')) changed.add('bond.upDelay').add('bond.downDelay');
  const options = Object.entries(bond).filter(([name]) => changed.has(`bond.${name}`));
  return bondInfo(Object.fromEntries(options), links);
}

/** A primary that is not there is none. */
function bondInfo(
  { primary, ...options }: Partial<BondLink['bond']>,
  links: LinkDirectory,
): LinkInfo {
  const index = primary == null ? 0 : (links.indexOf(primary) ?? 0);
  const data = encodeBond({ ...options, ...(primary !== undefined && { primary: index }) });
  return { kind: 'bond', data };
}

function changedBridge({ bridge }: BridgeLink, fields: readonly string[]): LinkInfo | undefined {
  const options = Object.entries(bridge).filter(([name]) => fields.includes(`bridge.${name}`));
  const data = encodeBridge(Object.fromEntries(options));
  return data.length === 0 ? undefined : { kind: 'bridge', data };
}

/** The VLANs of a bridge itself, after its options: a new default VLAN moves them. */
function bridgeVlanRequests(
  index: number,
  link: LinkResource,
  fields: readonly string[],
  before: LinkResource | null,
): readonly Request[] {
  if (link.kind !== 'bridge' || !fields.includes('bridge.vlans')) return [];
  const formerly = before?.kind === 'bridge' ? before.bridge.vlans : undefined;
  return vlanRequests({ index, isBridge: true }, link.bridge.vlans, formerly);
}

function changedVniRequests(
  index: number,
  link: LinkResource,
  fields: readonly string[],
  before: LinkResource | null,
): readonly Request[] {
  if (link.kind !== 'vxlan' || !fields.includes('vxlan.vnis')) return [];
  return vniRequests(
    index,
    link.vxlan.vnis,
    before?.kind === 'vxlan' ? before.vxlan.vnis : undefined,
  );
}

/**
 * First the old VNIs go: the kernel does not take the old group out of the flood list of a VNI that is given another one,
 * and refuses to take it away (EADDRNOTAVAIL, seen on 6.18).
 */
export function vniRequests(
  index: number,
  vnis: VniTable = vniTable([]),
  before: VniTable = vniTable([]),
): readonly Request[] {
  const { added, removed } = vniTableChange(before, vnis);
  return [...removeVnis(index, removed), ...addVnis(index, added)];
}

/** In another bridge a link is a new port: all that is asked for is set again. */
export function changedPortRequests(
  index: number,
  { port }: Pick<LinkResource, 'port'>,
  fields: readonly string[],
  before: Pick<LinkResource, 'port'> | null,
): readonly Request[] {
  if (fields.includes('master')) return newPortRequests(index, port);
  const options = Object.entries(port ?? {}).filter(([name]) => fields.includes(`port.${name}`));
  return portRequests(index, Object.fromEntries(options), before?.port);
}

function changedVxlan(
  { vxlan }: VxlanLink,
  fields: readonly string[],
  links: LinkDirectory,
): LinkInfo | Missing | undefined {
  const changed = new Set(fields);
  const underlay = underlayIndex(vxlan, links);
  if (typeof underlay === 'object') return underlay;
  const data = Object.entries({ ...vxlan, underlay }).filter(([name]) =>
    changed.has(`vxlan.${name}`),
  );
  const encoded = encodeVxlan(Object.fromEntries(data));
  return encoded.length === 0 ? undefined : { kind: 'vxlan', data: encoded };
}

/** 0: there is none. */
function underlayIndex({ underlay }: VxlanOptions, links: LinkDirectory): number | Missing {
  return underlay === null ? 0 : (links.indexOf(underlay) ?? { missing: underlay });
}

function changedVlan(
  { vlan }: VlanLink,
  fields: readonly string[],
  before: LinkResource | null,
): LinkInfo {
  const changed = new Set(fields);
  const data = Object.entries(vlan).filter(([name]) => changed.has(`vlan.${name}`));
  const formerly = before?.kind === 'vlan' ? before.vlan : {};
  return { kind: 'vlan', data: encodeVlan(Object.fromEntries(data), formerly) };
}

/** 'vxlan' of 'vxlan.ttl'. */
function groupOf(field: string): string {
  return field.split('.')[0] ?? field;
}

/** The kind and everything of it, as for a new link; undefined where it can't be made or refers to no known link. */
export function wholeKind(link: LinkResource, links: LinkDirectory): LinkInfo | undefined {
  switch (link.kind) {
    case 'bond':
      return bondInfo(link.bond, links);
    case 'bridge':
      return { kind: 'bridge', data: encodeNewBridge(link.bridge) };
    case 'vlan': {
      const lower = links.indexOf(link.vlan.parent);
      return lower === undefined ? undefined : { kind: 'vlan', data: encodeVlan(link.vlan), lower };
    }
    case 'vxlan': {
      const underlay = underlayIndex(link.vxlan, links);
      return typeof underlay === 'object'
        ? undefined
        : { kind: 'vxlan', data: encodeVxlan({ ...link.vxlan, underlay }) };
    }
    case 'vrf':
      return { kind: 'vrf', data: encodeVrf(link.vrf) };
    case 'generic':
      return wholeGeneric(link, links);
    case 'other':
      return undefined;
  }
}

function wholeGeneric(
  { kernelKind, fixed, generic, lower }: GenericLink,
  links: LinkDirectory,
): LinkInfo | undefined {
  const table = links.kinds.get(kernelKind);
  const below = lower === undefined ? undefined : links.indexOf(lower);
  if (table === undefined || (lower !== undefined && below === undefined)) return undefined;
  const data = encodeGeneric(table, { ...fixed, ...generic });
  return { kind: kernelKind, data, ...(below !== undefined && { lower: below }) };
}
