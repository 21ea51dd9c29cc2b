import type { DriverProblemCode } from '#drivers';
import { facts, type ProblemFacts } from './problem-facts.js';

export type VxlanProblemCode = Extract<
  DriverProblemCode,
  | `vni${string}`
  | `group-${string}`
  | `flow-label-${string}`
  | `fdb-${string}`
  | `source-${string}`
  | `udp-port-${string}`
  | `underlay-${string}`
  | `local-address-${string}`
  | `passage-${string}`
>;

/** Why a segment can't be had as asked. */
export const vxlanProblems = {
  'passage-unknown': facts(
    422,
    'A segment is to travel through what is no tunnel',
    'Name a tunnel between hosts of the same contract in through.',
  ),
  'passage-missing': facts(
    422,
    'No tunnel leads from one member of a segment to another',
    'Name in through a tunnel for each pair of members.',
  ),
  'passage-address-outside': facts(
    422,
    "A segment's address is not among the networks of its tunnel",
    "Choose a local address within the tunnel's networks at this end, or add it to them.",
  ),
  'passage-with-underlay': facts(
    422,
    'A segment has both a tunnel and an underlay',
    'Leave out the underlay: the tunnel is the way.',
  ),
  'vni-out-of-range': facts(422, 'The VNI is out of range', 'Use 1 to 16777215.'),
  'vni-claimed-twice': facts(
    422,
    'The VNI is taken on the host',
    'Choose another VNI or UDP port.',
  ),
  'vni-missing': facts(
    422,
    'A segment has no VNI',
    'Name its VNI, or the VNIs of a shared device.',
  ),
  'vni-with-shared-device': facts(
    422,
    'A VNI is named beside a device that serves many',
    'Leave the VNI out and name it among the VNIs of the device.',
  ),
  'vnis-without-shared-device': facts(
    422,
    'Several VNIs are named of a device that serves one',
    'Ask for a shared device, or name one VNI.',
  ),
  'vni-range-invalid': facts(
    422,
    'A range of VNIs ends before it begins',
    'Write the smaller VNI as first.',
  ),
  'vni-range-overlap': facts(422, 'A VNI stands in two ranges', 'Leave it in one.'),
  'vni-range-too-large': facts(
    422,
    'A shared device is asked for more VNIs than one may serve',
    'Spread them over several workloads on different UDP ports.',
  ),
  'group-link-local': facts(
    422,
    'A group of the link can have no entry on a bridge',
    'Leave the entry out: every port gets what is sent to the group.',
  ),
  'group-source-unsuited': facts(
    422,
    'The source of an entry for a group is none that can send to it',
    'Name one sender of the family of the group, or leave source out.',
  ),
  'group-not-multicast': facts(
    422,
    'The address to flood to is no multicast group',
    'Name a multicast group, or flood to the members and peers one by one.',
  ),
  'group-without-underlay': facts(
    422,
    'A member of a segment with a multicast group has no underlay',
    'Name the underlay on which the member joins the group.',
  ),
  'source-missing': facts(
    422,
    'A member of a segment has nothing to send from',
    'Name its underlay or its local address.',
  ),
  'flow-label-needs-ipv6': facts(
    422,
    'A flow label is asked for over IPv4',
    'Leave the flow label out, or let the segment travel over IPv6.',
  ),
  'fdb-address-twice': facts(422, 'A station is named twice', 'Leave one of the entries.'),
  'fdb-end-missing': facts(
    422,
    'A forwarding entry leads nowhere',
    'Name one end: a member of the segment, or an address.',
  ),
  'udp-port-conflict': facts(
    422,
    'A VXLAN interface on the host uses the UDP port in another way',
    'Choose another UDP port, or make the interfaces agree on what they receive.',
  ),
  'underlay-unknown': facts(
    422,
    'The host does not have the underlay interface',
    'Name an interface that the host has: GET /api/v1/nodes/{id}.',
  ),
  'underlay-not-in-charter': facts(
    422,
    'The charter grants no such underlay',
    'Name an underlay of the charter.',
  ),
  'underlay-families-mixed': facts(
    422,
    'The members of a segment mix IPv4 and IPv6',
    'Give all members underlay addresses of one family.',
  ),
  'local-address-not-in-charter': facts(
    422,
    'The charter does not list the local address',
    'Use an address that the charter lists for the underlay.',
  ),
  'local-address-unknown': facts(
    422,
    'The host does not have the local address',
    'Use an address that the host has, or give it this one.',
  ),
} satisfies Record<VxlanProblemCode, ProblemFacts>;
