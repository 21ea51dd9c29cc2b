export { scopeOf } from './address-scope.js';
export type { AddressScope } from './address-scope.js';
export {
  addressBits,
  familyOf,
  isWithin,
  formatIp,
  ipBytes,
  parseCidr,
  parseIpAddress,
  parseMacAddress,
  splitCidr,
} from './addresses.js';
export type { Cidr, Family, IpAddress, MacAddress } from './addresses.js';
export { membershipOf, vrfMembership } from './attachment.js';
export type { Membership } from './attachment.js';
export { adSelections, bondHashPolicies, bondModes, lacpRates } from './bond-link.js';
export type { BondHashPolicy, BondLink, BondMode, BondOptions } from './bond-link.js';
export { bridgeEntryMembers, isMac } from './bridge-entry-fields.js';
export type { BridgeEntriesSpec } from './bridge-entry-fields.js';
export { bridgeEntryResources } from './bridge-entry-resources.js';
export { isBridgeEntry } from './bridge-entry.js';
export type { BridgeEntry, BridgeFdbResource, MdbResource } from './bridge-entry.js';
export { bridgeDefaults } from './bridge-link.js';
export type { BridgeLink, BridgeOptions } from './bridge-link.js';
export { portDefaults } from './bridge-port.js';
export type { BridgePortOptions } from './bridge-port.js';
export { bridgePort, bridgePortMembers, bridgePortOptions } from './bridge-port-fields.js';
export type { AddressSource } from './address-source.js';
export type { BridgePortSpec } from './bridge-port-fields.js';
export { concerns } from './concern.js';
export { changedResources } from './changed-resources.js';
export { carriersOf } from './carriers.js';
export type { Carriers } from './carriers.js';
export { claimProblems, claimsOf, claimTable, linkKeys } from './claims.js';
export type { Claim } from './claim.js';
export type { ClaimTable } from './claims.js';
export { capabilityTitle } from './capabilities.js';
export type { Capabilities, Capability } from './capabilities.js';
export { changedFields, needsRecreation } from './compare.js';
export { compileContract, compileForAudience } from './compile.js';
export { linkAfterMoves } from './default-pvid.js';
export type { Wishes } from './dependencies.js';
export { diff } from './diff.js';
export { closeDriver } from './driver.js';
export { bothHosts } from './driver-samples.js';
export type { DriverSamples, SampleChange } from './driver-samples.js';
export { driverPackage, packageFault } from './driver-package.js';
export type { DriverPackage } from './driver-package.js';
export type { AnyDriver, Driver, Member, Neighbour, ReadWorkload, Surroundings } from './driver.js';
export {
  cidr,
  driverCheck,
  driverIssue,
  ipAddress,
  linkAddress,
  linkName,
  macAddress,
  mtu,
  newLinkName,
  vlanId,
  vlanIdOrNone,
} from './fields.js';
export { hostMembers, usesIpv6 } from './host-fields.js';
export { routingTable } from './routing-table.js';
export type { HostMember, RouteSpec } from './host-fields.js';
export { hostResources, mainTable } from './host-resources.js';
export { isProvided, providedResources } from './host-state.js';
export type {
  HostState,
  KernelResource,
  ObservedLink,
  OperStatus,
  ProvidedResource,
  ProvidedState,
  ProvidedType,
} from './host-state.js';
export { genericPart } from './generic-link.js';
export type { GenericCarrier, GenericLink, GenericPart } from './generic-link.js';
export { fdbKey, floodMac, hasDestinationList } from './fdb-entry.js';
export { grantProblems } from './granted-links.js';
export { memberHere } from './member-here.js';
export { handoffOf } from './handoff-sheet.js';
export type { HostHandoff, PortHandoff, TunnelHandoff } from './handoff-sheet.js';
export type { Passage, PassageEnd, PassageSite } from './passage.js';
export { withNeighbours, type SeenNeighbour, type SeenPort } from './handoff-neighbours.js';
export { handoffText, type SeenHandoff } from './handoff-text.js';
export type { LldpNeighbour } from './lldp-neighbour.js';
export type { PeerFile, PeerSheet } from './peer-sheet.js';
export { peerSheetsOf } from './peer-sheets.js';
export { identityText } from './ipsec-identity.js';
export { givenUpAfter, ikeRetransmission, silenceNoticedWithin } from './ipsec-liveness.js';
export { indexHost } from './host-index.js';
export type { HostIndex } from './host-index.js';
export type {
  FieldChange,
  KindField,
  KindOptions,
  KindTable,
  KindTables,
  KindValue,
} from './kind-table.js';
export { markOf, ownerOfMark, ownProtocol } from './mark.js';
export { encapsulationTitle, largestInside, largestInsideAll } from './encapsulation.js';
export type { Encapsulation, EspSuite } from './encapsulation.js';
export { mssClampChain, mssClampTable } from './mss-clamp.js';
export type { MssClamp } from './mss-clamp.js';
export { mtuBudgets } from './mtu-budget.js';
export type { MtuBudget } from './mtu-budget.js';
export { defaultUnderlayMtu, leastIpv6Mtu, vxlanOverhead } from './mtu.js';
export {
  derivedInterfaceName,
  derivedMac,
  isInterfaceName,
  isReservedName,
  longestInterfaceName,
} from './names.js';
export type { InterfaceName } from './names.js';
export {
  childrenOf,
  ipsecChildren,
  ipsecName,
  noProofs,
  needsNewAssociations,
  ownerOfIpsecName,
} from './ipsec-connection.js';
export type {
  IpsecAuth,
  IpsecChild,
  IpsecName,
  IpsecProofs,
  IpsecResource,
} from './ipsec-connection.js';
export { flowCapabilities, flowProblems } from './flow-needs.js';
export type { FlowMeterName } from './flow-needs.js';
export { needProblems, needsOf } from './needs.js';
export type { Action, Operation, TrafficEffect } from './operation.js';
export { chainsOfNftTable, nftChains, nftTable, ownerOfNftTable } from './nft-table.js';
export type {
  NftChain,
  NftChains,
  NftFamily,
  NftHook,
  NftResource,
  NftRule,
  NftTableName,
} from './nft-table.js';
export { planChange, planTowards } from './plan.js';
export type { Plan, PlanRequest } from './plan.js';
export { driverProblemCodes } from './problem-codes.js';
export type { DriverProblemCode } from './problem-codes.js';
export { below, readContract } from './read-contract.js';
export type { UnderstoodContract, UnderstoodWorkload } from './read-contract.js';
export { carryingLinks, linksUsedBy, lowerLinkOf } from './references.js';
export { createRegistry } from './registry.js';
export type { DriverRegistry } from './registry.js';
export { rememberByObject, rememberByPair } from './remember.js';
export { identityOf, ipsecIdentity, linkIdentity } from './resource.js';
export type {
  AddressResource,
  FdbResource,
  HostAddresses,
  Identity,
  LinkResource,
  OtherLink,
  Owner,
  PortResource,
  Resource,
  RouteResource,
  RuleResource,
  VxlanLink,
  VxlanOptions,
  WantedResource,
} from './resource.js';
export { qosEntries, qosMap } from './qos-map.js';
export type { QosMap } from './qos-map.js';
export type { Step } from './step.js';
export { belongsTo } from './target.js';
export type { Target } from './target.js';
export type { Uplink } from './uplink-way.js';
export { portVlans, vlanTableOf } from './vlan-fields.js';
export type { PortVlans } from './vlan-fields.js';
export type { VlanLink, VlanOptions, VlanProtocol } from './vlan-link.js';
export type { VrfLink, VrfOptions } from './vrf-link.js';
export { tunnelMap, tunnelMapChange, tunnelRanges } from './tunnel-map.js';
export type { TunnelMap, TunnelRange } from './tunnel-map.js';
export { vniCount, vniRanges, vnisIn, vniTable, vniTableChange } from './vni-table.js';
export type { VniRange, VniTable } from './vni-table.js';
export { vxlanDefaults } from './vxlan-link.js';
export type { PortRange } from './vxlan-link.js';
export {
  afterDefaultPvid,
  defaultVlanTable,
  lastVlanId,
  vlanRanges,
  vlanTable,
  vlanTableChange,
} from './vlan-table.js';
export type { VlanRange, VlanTable } from './vlan-table.js';
export { lackIn } from './waiting.js';
export type { Lack } from './waiting.js';
