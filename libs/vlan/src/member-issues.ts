import { driverIssue, familyOf, leastIpv6Mtu, type Cidr } from '#drivers';

/** The parts of a vlan workload of which not every combination makes sense. */
interface Parts {
  readonly over?: string | undefined;
  readonly attach?: string | undefined;
  readonly mtu?: number | undefined;
  readonly members: readonly Member[];
}

interface Member {
  readonly parent?: string | undefined;
  readonly addresses?: readonly Cidr[] | undefined;
}

type MemberIssue = ReturnType<typeof driverIssue> & { path: (string | number)[] };

export function memberIssues(parts: Parts): readonly MemberIssue[] {
  return parts.members.flatMap((member, index) => {
    const at = (place: string, issue: ReturnType<typeof driverIssue>): MemberIssue => ({
      ...issue,
      path: ['members', index, place],
    });
    return [
      ...parentIssues(parts, member).map((issue) => at('parent', issue)),
      ...addressIssues(parts, member).map((issue) => at('addresses', issue)),
    ];
  });
}

function parentIssues(
  { over }: Parts,
  { parent }: Member,
): readonly ReturnType<typeof driverIssue>[] {
  if (parent === undefined && over === undefined) {
    const detail = "name the interface that carries the VLAN, or a workload in 'over'";
    return [driverIssue('parent-missing', detail)];
  }
  if (parent === undefined || over === undefined) return [];
  const detail = `the VLAN stands over workload '${over}' already: name one of the two`;
  return [driverIssue('parent-ambiguous', detail)];
}

function addressIssues(
  { attach, mtu }: Parts,
  { addresses = [] }: Member,
): readonly ReturnType<typeof driverIssue>[] {
  if (attach !== undefined && addresses.length > 0) {
    const detail = `the VLAN is a port of '${attach}', which takes its frames: put the addresses on the bridge`;
    return [driverIssue('port-carries-addresses', detail)];
  }
  const hasIpv6 = addresses.some((address) => familyOf(address) === 'ipv6');
  if (!hasIpv6 || mtu === undefined || mtu >= leastIpv6Mtu) return [];
  const detail = `IPv6 needs an MTU of at least ${leastIpv6Mtu}, this VLAN has ${mtu}`;
  return [driverIssue('mtu-below-ipv6-minimum', detail)];
}
