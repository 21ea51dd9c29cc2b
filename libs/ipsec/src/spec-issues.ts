import type { Cidr } from '#drivers';
import { subnetIssues } from './subnet-issues.js';
import { issue, type Issue } from './issue.js';
import { proposalProblems, profiles, type Proposals } from './proposals.js';
import { secretsMissing, secretsTooMany } from './secret-issues.js';

interface MemberData {
  readonly node: string;
  readonly seenAs?: string | undefined;
  readonly subnets: readonly Cidr[];
  readonly addresses?: readonly Cidr[] | undefined;
  readonly secret?: string | undefined;
  readonly otherSecret?: string | undefined;
  readonly certificates?: string | undefined;
}

interface PeerData {
  readonly address?: string | undefined;
  readonly subnets: readonly Cidr[];
  readonly publicKey?: string | undefined;
  readonly authorities?: string | undefined;
}

interface Data {
  readonly members: readonly MemberData[];
  readonly peer?: PeerData | undefined;
  readonly initiator?: string | undefined;
  readonly auth?: 'publicKey' | 'psk' | 'certificate' | undefined;
  readonly secretDigest?: string | undefined;
  readonly otherSecretDigest?: string | undefined;
  readonly secretWindow?: number | undefined;
  readonly authorities?: string | undefined;
  readonly revocationLists?: string | undefined;
  readonly onlineRevocation?: boolean | undefined;
  readonly proposals?: keyof typeof profiles | Proposals | undefined;
  readonly mode?: 'xfrm' | 'policy' | undefined;
  readonly mtu?: number | undefined;
}

/** What the members of the data say about each other. */
export function specIssues(data: Data): readonly Issue[] {
  return [
    ...endIssues(data),
    ...authIssues(data),
    ...subnetIssues(data),
    ...proposalIssues(data),
    ...(data.mode === 'policy' ? policyIssues(data) : []),
  ];
}

/** What an interface would have. */
function policyIssues({ mtu, members }: Data): readonly Issue[] {
  const without = 'without an interface there is nothing that could have';
  return [
    ...(mtu === undefined ? [] : [issue('ipsec-mode-unsuited', ['mtu'], `${without} an MTU`)]),
    ...members.flatMap(({ addresses }, index) =>
      addresses === undefined
        ? []
        : [issue('ipsec-mode-unsuited', ['members', index, 'addresses'], `${without} addresses`)],
    ),
  ];
}

function endIssues({ members, peer, initiator }: Data): readonly Issue[] {
  const ends = members.length + (peer === undefined ? 0 : 1);
  const begins = initiator ?? members[0]?.node;
  const isKnown =
    begins === 'peer' ? peer !== undefined : members.some(({ node }) => node === begins);
  return [
    ...(ends === 2
      ? []
      : [
          issue(
            'ipsec-ends-not-two',
            ['members'],
            `a tunnel has two ends, and this one ${ends}: two members, or one and a peer`,
          ),
        ]),
    ...(isKnown
      ? []
      : [
          issue(
            'ipsec-initiator-unknown',
            ['initiator'],
            'this is no end of the tunnel: exactly one of its two ends begins',
          ),
        ]),
    ...(peer !== undefined && peer.address === undefined && begins !== 'peer'
      ? [
          issue(
            'ipsec-initiator-unknown',
            ['peer', 'address'],
            "a peer whose address is not known must begin: say initiator 'peer', or its address",
          ),
        ]
      : []),
    ...members.flatMap(({ node, seenAs }, index) =>
      seenAs === 'any' && begins !== node
        ? [
            issue(
              'ipsec-initiator-unknown',
              ['members', index, 'seenAs'],
              'a host that is not seen under one address must begin: name it as the initiator, or say the address',
            ),
          ]
        : [],
    ),
  ];
}

function authIssues(data: Data): readonly Issue[] {
  switch (data.auth ?? 'publicKey') {
    case 'psk':
      return [...secretsMissing(data), ...revocationUnsuited(data)];
    case 'publicKey':
      return [...secretsTooMany(data), ...peerKeyMissing(data), ...revocationUnsuited(data)];
    case 'certificate':
      return [...secretsTooMany(data), ...certificatesMissing(data)];
  }
}

function revocationUnsuited({ auth = 'publicKey', ...data }: Data): readonly Issue[] {
  const detail = `nobody has a certificate with auth '${auth}'`;
  return (['revocationLists', 'onlineRevocation'] as const)
    .filter((member) => data[member] !== undefined)
    .map((member) => issue('ipsec-auth-unsuited', [member], detail));
}

function peerKeyMissing({ peer }: Data): readonly Issue[] {
  if (peer === undefined || peer.publicKey !== undefined) return [];
  const detail = "the peer's public key is needed, or another auth";
  return [issue('ipsec-auth-unsuited', ['peer', 'publicKey'], detail)];
}

function certificatesMissing({ members, peer, authorities }: Data): readonly Issue[] {
  const isVouchedFor = authorities !== undefined || peer?.authorities !== undefined;
  return [
    ...members.flatMap(({ certificates }, index) =>
      certificates === undefined
        ? [
            issue(
              'ipsec-auth-unsuited',
              ['members', index, 'certificates'],
              'this host needs a certificate for its key',
            ),
          ]
        : [],
    ),
    ...(isVouchedFor
      ? []
      : [
          issue(
            'ipsec-auth-unsuited',
            ['authorities'],
            'an authority that vouches for the ends is needed',
          ),
        ]),
  ];
}

function proposalIssues({ proposals = 'strong' }: Data): readonly Issue[] {
  if (typeof proposals === 'string') return [];
  return proposalProblems(proposals, '').map(({ code, path, detail }) =>
    issue(code, ['proposals', ...path.split('/').slice(1)], detail),
  );
}
