import {
  familyOf,
  nftTable,
  splitCidr,
  type Cidr,
  type InterfaceName,
  type NftRule,
  type Owner,
  type WantedResource,
} from '#drivers';

/**
 * What keeps packets for the other end from leaving by another way than the tunnel, and TCP from sending segments that
 * do not fit into it. By names of interfaces: the `policy` match does not see what is forwarded out of one.
 */
export function tunnelRules(
  owner: Owner,
  link: InterfaceName,
  remote: readonly Cidr[],
): WantedResource['resource'] {
  const guards = remote.map((subnet) => guard(subnet, link));
  const hook = (
    name: 'forward' | 'output',
  ): {
    readonly type: 'filter';
    readonly hook: typeof name;
    readonly priority: number;
    readonly policy: 'accept';
  } => ({
    type: 'filter',
    hook: name,
    priority: -150,
    policy: 'accept',
  });
  return nftTable('inet', owner, [
    {
      name: 'pass',
      hook: hook('forward'),
      rules: [...guards, clamp('oifname', link), clamp('iifname', link)],
    },
    { name: 'send', hook: hook('output'), rules: guards },
  ]);
}

function guard(subnet: Cidr, link: InterfaceName): NftRule {
  const { address, prefixLength } = splitCidr(subnet);
  const isWhole = prefixLength === (familyOf(subnet) === 'ipv4' ? 32 : 128);
  const protocol = familyOf(subnet) === 'ipv4' ? 'ip' : 'ip6';
  return [
    {
      match: {
        op: '==',
        left: { payload: { protocol, field: 'daddr' } },
        right: isWhole ? address : { prefix: { addr: address, len: prefixLength } },
      },
    },
    { match: { op: '!=', left: { meta: { key: 'oifname' } }, right: link } },
    { drop: null },
  ];
}

function clamp(direction: 'oifname' | 'iifname', link: InterfaceName): NftRule {
  return [
    { match: { op: '==', left: { meta: { key: direction } }, right: link } },
    {
      match: {
        op: '==',
        left: { '&': [{ payload: { protocol: 'tcp', field: 'flags' } }, ['syn', 'rst']] },
        right: 'syn',
      },
    },
    {
      mangle: {
        key: { 'tcp option': { name: 'maxseg', field: 'size' } },
        value: { rt: { key: 'mtu' } },
      },
    },
  ];
}
