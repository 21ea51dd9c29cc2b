import type { DriverProblemCode } from '#drivers';
import type { IpsecProblemCode } from './ipsec-problems.js';
import { facts, type ProblemFacts } from './problem-facts.js';
import type { RuleProblemCode } from './rule-problems.js';
import type { VxlanProblemCode } from './vxlan-problems.js';

/** Why a contract can't become host state: the rules of `libs/drivers` and of most drivers. */
export const driverProblems = {
  'driver-unknown': facts(
    422,
    'No driver reads this type of workload',
    'Use a type of GET /api/v1/drivers.',
  ),
  'capability-missing': facts(
    422,
    'The host lacks something that the contract needs of it',
    'Give the host the kernel or the program that the detail names and restart its agent, or take the host out of the workload.',
  ),
  'charter-reserved-vlan': reserved('a VLAN', 'VLAN'),
  'charter-reserved-vni': reserved('a VNI', 'VNI'),
  'charter-reserved-name': reserved('an interface name', 'name'),
  'charter-reserved-network': reserved('an address or network', 'address or network'),
  'charter-not-granted': facts(
    422,
    'The charter does not grant to the tenant what the contract asks for',
    'Stay within the grant that the detail names, or have the charter amended.',
  ),
  'interface-name-invalid': facts(
    422,
    'An interface name is not allowed',
    'Use 1 to 15 bytes without white space, slash, colon or percent sign.',
  ),
  'interface-name-reserved': facts(
    422,
    'An interface name belongs to Zero-OS',
    'Choose another name, or give none and let one be derived.',
  ),
  'interface-name-claimed-twice': facts(
    422,
    'An interface name is taken on the host by another workload',
    'Choose another name.',
  ),
  'interface-name-conflict': facts(
    422,
    'The host has an interface of this name that the contract does not own',
    'Choose another name, or have the interface removed on the host.',
  ),
  'bond-option-not-of-mode': facts(
    422,
    'An option of a bond means nothing in its mode',
    'Leave the option out, or choose a mode that has it.',
  ),
  'bond-delay-not-a-multiple': facts(
    422,
    'A delay of a bond is no multiple of its miimon',
    'Choose a multiple: the kernel looks at the links only so often.',
  ),
  'bond-primary-not-a-link': facts(
    422,
    'The primary of a bond is not among its links',
    'Name one of the links of the member.',
  ),
  'stack-too-deep': facts(
    422,
    'More interfaces stand on each other than the kernel takes',
    'Leave out an interface below the one named.',
  ),
  'uplink-cut': facts(
    422,
    'The change would cut the host off from its controller',
    'Leave the interface named alone, or allow it with change.mayCutUplink: the host then takes the change back unless it is confirmed in time.',
  ),
  'interface-not-adoptable': facts(
    422,
    'The interface that the contract adopts can not become what it asks for without being made anew',
    'Ask for what can be changed in place, choose another name, or have the interface removed on the host.',
  ),
  'link-carries-others': facts(
    422,
    'An interface that has to go carries one that the contract does not own',
    'Have the interface on top moved or removed on the host, or keep the one below.',
  ),
  'address-invalid': facts(
    422,
    'An address is not well formed',
    'Write the address as the detail says: 192.0.2.1/24, 2001:db8::1/64, or a MAC address as in 02:00:00:00:00:01.',
  ),
  'address-claimed-twice': facts(422, 'An address is taken on the host', 'Choose another address.'),
  'route-invalid': facts(
    422,
    'A route contradicts itself',
    'Write the destination without bits of a host, and router and source in its family.',
  ),
  'route-claimed-twice': facts(
    422,
    'A route is taken on the host by another workload',
    'Use another metric or table, or leave the route to the other workload.',
  ),
  'route-conflict': facts(
    422,
    'The host has a route of this destination, metric and table that the contract does not own',
    'Use another metric or table, or have the route removed on the host.',
  ),
  'route-gateway-unknown': facts(
    422,
    'The router of a route is in no network of its interface',
    "Give the interface an address in the router's network, or say 'onLink'.",
  ),
  'table-out-of-range': facts(
    422,
    'A routing table can not have this number',
    'Use 1 to 4294967295, but not 253 or 255.',
  ),
  'vrf-unknown': facts(
    422,
    'An interface shall be in a VRF that this contract does not make on its host',
    "Name a workload of type 'vrf' of this contract, and have the host among its members.",
  ),
  'vrf-of-port': facts(
    422,
    'An interface is a port and can be in no VRF',
    'Put the bridge that it is a port of into the VRF.',
  ),
  'vrf-table-claimed-twice': facts(
    409,
    'Two VRFs of one host have the same routing table',
    'Choose another table.',
  ),
  'member-duplicate': facts(422, 'A host is a member twice', 'Leave one.'),
  'member-not-in-audience': facts(
    422,
    'A member is not in the audience',
    'Add the host to audience.nodes.',
  ),
  'link-claimed-twice': facts(
    422,
    'Another workload has a link on the host that the kernel makes only once',
    'Change one of the values named.',
  ),
  'port-out-of-range': facts(422, 'The UDP port is out of range', 'Use 1 to 65535.'),
  'mtu-out-of-range': facts(422, 'The MTU is out of range', 'Use 68 to 65535 bytes.'),
  'mtu-above-underlay': facts(
    422,
    'The packets would not fit through the underlay',
    'Lower the MTU by the overhead named, or raise that of the underlay.',
  ),
  'mtu-above-port': facts(422, 'The MTU of the bridge is above that of a port', 'Lower it.'),
  'mtu-below-ipv6-minimum': facts(
    422,
    'IPv6 needs an MTU of 1280',
    'Raise the MTU or switch IPv6 off.',
  ),
  'vlan-id-out-of-range': facts(422, 'A VLAN id is out of range', 'Use an id from 1 to 4094.'),
  'vlan-id-reserved': facts(
    422,
    'A VLAN id is reserved',
    'Use an id from 1 to 4094: 0 and 4095 have meanings of their own.',
  ),
  'vlan-claimed-twice': facts(
    422,
    'A VLAN is taken on its parent',
    'Choose another VLAN id, protocol or parent.',
  ),
  'vlan-range-invalid': facts(
    422,
    'A range of VLANs ends before it begins',
    'Write the smaller id as first.',
  ),
  'vlan-range-overlap': facts(
    422,
    'A VLAN stands twice in the table of a port',
    'Name each VLAN once: as native, with its tag, or untagged.',
  ),
  'vlan-access-with-trunk': facts(
    422,
    'An access port has more than one VLAN',
    'Leave trunk and untagged out, or make the port a trunk.',
  ),
  'vlan-native-without-flag': facts(
    422,
    'A trunk has a VLAN for frames without a tag that it was not given',
    'Say native: true, or leave tag out.',
  ),
  'vlan-tag-missing': facts(
    422,
    'The VLAN of frames without a tag is not named',
    'Write its id as tag.',
  ),
  'vlan-filtering-off': facts(
    422,
    'A port has VLANs on a bridge that does not filter them',
    'Set vlanFiltering on the bridge, or leave the VLANs of the port out.',
  ),
  'bridge-timer-out-of-range': facts(
    422,
    'A timer of a bridge is out of range',
    'Use a value in the range named.',
  ),
  'bridge-entry-claimed-twice': facts(
    422,
    'A station or a group stands twice in the tables of a bridge',
    'Leave one of them out: a station is behind one port of a bridge in each VLAN.',
  ),
  'bridge-entry-vlan-missing': facts(
    422,
    'An entry of a bridge that filters VLANs says of none',
    'Name one of the VLANs of the port in vlan.',
  ),
  'bridge-entry-vlan-not-of-port': facts(
    422,
    'An entry of a bridge is in a VLAN in which its port is not',
    'Put the port into the VLAN, or name one of those of the port.',
  ),
  'multicast-snooping-off': facts(
    422,
    'A bridge that does not look at groups can have no entries for them',
    'Leave the entries out, or leave multicastSnooping on.',
  ),
  'mtu-above-parent': facts(
    422,
    'The MTU of a VLAN does not fit its parent',
    'Lower the MTU, raise that of the parent, or leave it out.',
  ),
  'parent-missing': facts(
    422,
    'A VLAN has no parent on a host',
    'Name an interface of the host in parent, or a workload in over.',
  ),
  'parent-ambiguous': facts(422, 'A VLAN has two parents', 'Leave parent or over out.'),
  'parent-unknown': facts(
    422,
    'The parent of a VLAN does not exist here',
    'Name an interface that the host has (GET /api/v1/nodes/{id}), or a workload of the contract in over.',
  ),
  'parent-not-granted': facts(
    422,
    'The charter does not grant the parent',
    'Use a link that the charter lists in parents.',
  ),
  'parent-is-port': facts(
    422,
    'The parent of a VLAN is a port of a bridge or bond',
    'Put the VLAN over that bridge or bond.',
  ),
  'parent-down': facts(
    422,
    'The parent of a VLAN is down',
    'Bring it up on the host, or ask for looseBinding.',
  ),
  'attachment-missing': facts(
    422,
    'A workload says how it is a port, and of no bridge',
    'Name the bridge in attach, or leave port out.',
  ),
  'attachment-unknown': facts(
    422,
    'The workload to attach to does not exist here',
    'Name a bridge of this contract that has the host among its members, or add one.',
  ),
  'attachment-not-a-bridge': facts(
    422,
    'The workload to attach to is not a bridge',
    'Attach to a bridge.',
  ),
  'port-unknown': facts(
    422,
    'The host does not have the port',
    'Name an interface that the host has: GET /api/v1/nodes/{id}.',
  ),
  'port-not-granted': facts(
    422,
    'The charter does not grant the port',
    'Use a link that the charter lists in parents.',
  ),
  'port-claimed-twice': facts(422, 'The port is taken by another bridge', 'Choose another port.'),
  'port-in-foreign-bridge': facts(
    422,
    'The port is in a bridge that the contract does not own',
    'Take it out of that bridge on the host, or choose another.',
  ),
  'port-carries-addresses': facts(
    422,
    'The port carries addresses of the host',
    'Choose another port: the host could be cut off.',
  ),
  'port-carries-vlans': facts(
    422,
    'The port carries VLANs of a contract',
    'Put those VLANs over the bridge first.',
  ),
  'dependency-cycle': facts(422, 'Workloads wait for each other', 'Break the circle of dependsOn.'),
} satisfies Record<
  Exclude<DriverProblemCode, IpsecProblemCode | RuleProblemCode | VxlanProblemCode>,
  ProblemFacts
>;

function reserved(what: string, word: string): ProblemFacts {
  const title = `The charter reserves ${what} that the contract asks for`;
  return facts(422, title, `Choose another ${word}; the detail names the clause.`);
}
