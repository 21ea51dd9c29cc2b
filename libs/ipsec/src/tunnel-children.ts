import { familyOf, type Cidr, type IpsecChild } from '#drivers';
import type { IpsecSpec } from './ipsec-spec.js';

interface Networks {
  readonly local: readonly Cidr[];
  readonly remote: readonly Cidr[];
  /** Whether this end is the first one of the contract: both ends give the same child the same name. */
  readonly isFirst: boolean;
}

/** One child for all networks, or one for each pair of one family. */
export function tunnelChildren(
  { selectors, peer }: Pick<IpsecSpec, 'selectors' | 'peer'>,
  { local, remote, isFirst }: Networks,
): readonly IpsecChild[] {
  const isJoint = (selectors ?? (peer === undefined ? 'joint' : 'perPair')) === 'joint';
  if (isJoint) return [{ name: 'net', local: local.toSorted(), remote: remote.toSorted() }];
  return local.flatMap((ours, here) =>
    remote.flatMap((theirs, there) => {
      if (familyOf(ours) !== familyOf(theirs)) return [];
      const [one, other] = isFirst ? [here, there] : [there, here];
      return [{ name: `net-${one + 1}-${other + 1}`, local: [ours], remote: [theirs] }];
    }),
  );
}
