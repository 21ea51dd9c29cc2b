import type { z } from 'zod';
import { driverIssue, scopeOf, type IpAddress } from '#drivers';
import { vniRangeIssues, type VniRangeSpec } from './shared-device.js';
import type { flood, staticEntry } from './vxlan-fields.js';

/** The parts of a segment that have to fit each other. */
interface Segment {
  readonly vni?: number | undefined;
  readonly device?: 'shared' | undefined;
  readonly vnis?: readonly VniRangeSpec[] | undefined;
  readonly attach?: string | undefined;
  readonly through?: readonly string[] | undefined;
  readonly flood?: z.infer<typeof flood> | undefined;
  readonly fdb?: readonly z.infer<typeof staticEntry>[] | undefined;
  readonly members: readonly Member[];
}

interface Member {
  readonly node: string;
  readonly underlay?: string | undefined;
  readonly local?: unknown;
}

type Issue = ReturnType<typeof driverIssue> & { path: (string | number)[] };

/** What can be told without a charter; paths are below `data`. */
export function segmentIssues(segment: Segment): readonly Issue[] {
  return [
    ...deviceIssues(segment),
    ...(segment.vnis === undefined ? [] : below('vnis', vniRangeIssues(segment.vnis))),
    ...mapIssues(segment),
    ...groupIssues(segment),
    ...sourceIssues(segment),
    ...entryIssues(segment),
  ];
}

/** One VNI of its own, or a device for many. */
function deviceIssues({ vni, device, vnis }: Segment): readonly Issue[] {
  if (device === undefined) {
    const alone = "only a device for many has them: write `device: 'shared'`";
    return [
      ...(vni === undefined ? [issue('vni-missing', 'a segment has a VNI', ['vni'])] : []),
      ...(vnis === undefined ? [] : [issue('vnis-without-shared-device', alone, ['vnis'])]),
    ];
  }
  const many = "a shared device serves those of 'vnis': leave this out";
  return [
    ...(vni === undefined ? [] : [issue('vni-with-shared-device', many, ['vni'])]),
    ...(vnis === undefined
      ? [issue('vni-missing', 'a shared device serves VNIs: name them', ['vnis'])]
      : []),
  ];
}

/** A VLAN is one of the bridge that the device is a port of. */
function mapIssues({ vnis = [], attach }: Segment): readonly Issue[] {
  if (attach !== undefined) return [];
  const detail = "its VLAN is one of a bridge: name the bridge in 'attach'";
  return vnis.flatMap(({ vlan }, place) =>
    vlan === undefined ? [] : [issue('attachment-missing', detail, ['vnis', place, 'vlan'])],
  );
}

function below(name: string, issues: readonly Issue[]): readonly Issue[] {
  return issues.map((entry) => ({ ...entry, path: [name, ...entry.path] }));
}

/** The groups of the segment and of its VNIs, with their places. */
function groupsOf({ flood: way, vnis = [] }: Segment): readonly GroupPlace[] {
  return [
    ...(typeof way === 'object' ? [{ group: way.group, path: ['flood', 'group'] }] : []),
    ...vnis.flatMap(({ group }, place) =>
      group === undefined ? [] : [{ group, path: ['vnis', place, 'group'] }],
    ),
  ];
}

interface GroupPlace {
  readonly group: IpAddress;
  readonly path: (string | number)[];
}

function groupIssues(segment: Segment): readonly Issue[] {
  const groups = groupsOf(segment);
  const [first] = groups;
  if (first === undefined) return [];
  return [
    ...groups.flatMap(({ group, path }) => {
      if (scopeOf(group) === 'multicast') return [];
      const detail = `${group} is no multicast group: name single ends in 'peers'`;
      return [issue('group-not-multicast', detail, path)];
    }),
    ...segment.members.flatMap(({ node, underlay }, place) => {
      if (underlay !== undefined) return [];
      const why = `host '${node}' joins the group ${first.group} on one interface: name its underlay`;
      return [issue('group-without-underlay', why, ['members', place, 'underlay'])];
    }),
  ];
}

function sourceIssues({ members, through }: Segment): readonly Issue[] {
  if (through !== undefined) return passageIssues(members);
  return members.flatMap(({ node, underlay, local }, place) => {
    if (underlay !== undefined || local !== undefined) return [];
    const why = `host '${node}' needs an underlay or a local address to send from`;
    return [issue('source-missing', why, ['members', place, 'local'])];
  });
}

/** The way out is the tunnel's. */
function passageIssues(members: readonly Member[]): readonly Issue[] {
  const why = 'the segment leaves through a tunnel: name no underlay';
  return members.flatMap(({ underlay, local }, place) => [
    ...(underlay === undefined
      ? []
      : [issue('passage-with-underlay', why, ['members', place, 'underlay'])]),
    ...(typeof local === 'object'
      ? [issue('passage-with-underlay', why, ['members', place, 'local'])]
      : []),
  ]);
}

/** Each station is behind one end. */
function entryIssues({ fdb = [], members, device }: Segment): readonly Issue[] {
  const seen = new Set<string>();
  const nodes = new Set(members.map(({ node }) => node));
  return fdb.flatMap(({ mac, member, address, vni }, place) => {
    const key = device === undefined ? mac : `${mac} ${vni ?? ''}`;
    const isTwice = seen.has(key);
    seen.add(key);
    const lacksVni = device !== undefined && vni === undefined;
    const isOne = (member === undefined) !== (address === undefined);
    const isKnown = member === undefined || nodes.has(member);
    const twice = `${mac} stands here and before: the kernel keeps one end for a station`;
    return [
      ...(lacksVni
        ? [issue('vni-missing', 'say of which VNI the station is', ['fdb', place, 'vni'])]
        : []),
      ...(isTwice ? [issue('fdb-address-twice', twice, ['fdb', place, 'mac'])] : []),
      ...(isOne
        ? []
        : [issue('fdb-end-missing', "name either 'member' or 'address'", ['fdb', place])]),
      ...(isKnown
        ? []
        : [issue('fdb-end-missing', `'${member}' is no member`, ['fdb', place, 'member'])]),
    ];
  });
}

function issue(
  code: Parameters<typeof driverIssue>[0],
  detail: string,
  path: (string | number)[],
): Issue {
  return { ...driverIssue(code, detail), path };
}
