import { ipBytes, splitCidr, type Cidr } from '#drivers';
import { issue, type Issue } from './issue.js';

interface End {
  readonly subnets: readonly Cidr[];
}

/** The networks at both ends: proper ones, none at both, and at least one pair of one family. */
export function subnetIssues({
  members,
  peer,
}: {
  readonly members: readonly End[];
  readonly peer?: End | undefined;
}): readonly Issue[] {
  const ends = [
    ...members.map((end, index) => ({ ...end, path: ['members', index, 'subnets'] })),
    ...(peer === undefined ? [] : [{ ...peer, path: ['peer', 'subnets'] }]),
  ];
  const faults = ends.flatMap(({ subnets, path }) => [
    ...(subnets.length === 0
      ? [issue('ipsec-subnet-invalid', path, 'an end has at least one network')]
      : []),
    ...subnets.flatMap((subnet, place) =>
      hasHostBits(subnet)
        ? [
            issue(
              'ipsec-subnet-invalid',
              [...path, place],
              `'${subnet}' has bits of a host beyond its prefix length`,
            ),
          ]
        : [],
    ),
  ]);
  const [one, other] = ends;
  if (faults.length > 0 || one === undefined || other === undefined) return faults;
  return other.subnets.flatMap((subnet, place) => {
    const twin = one.subnets.find((entry) => overlap(entry, subnet));
    return twin === undefined || isEverything(twin) || isEverything(subnet)
      ? []
      : [
          issue(
            'ipsec-subnets-overlap',
            [...other.path, place],
            `'${subnet}' and '${twin}' at the other end have addresses in common`,
          ),
        ];
  });
}

function isEverything(subnet: Cidr): boolean {
  return subnet.endsWith('/0');
}

function bitsOf(subnet: Cidr): {
  readonly bits: bigint;
  readonly width: number;
  readonly length: number;
} {
  const { address, prefixLength } = splitCidr(subnet);
  const bytes = ipBytes(address);
  return {
    bits: BigInt(`0x${bytes.toString('hex')}`),
    width: bytes.length * 8,
    length: prefixLength,
  };
}

function hasHostBits(subnet: Cidr): boolean {
  const { bits, width, length } = bitsOf(subnet);
  return (bits & ((1n << BigInt(width - length)) - 1n)) !== 0n;
}

function overlap(one: Cidr, other: Cidr): boolean {
  const [left, right] = [bitsOf(one), bitsOf(other)];
  if (left.width !== right.width) return false;
  const rest = BigInt(left.width - Math.min(left.length, right.length));
  return left.bits >> rest === right.bits >> rest;
}
