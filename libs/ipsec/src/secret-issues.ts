import { isUnsealed } from '#contract';
import { issue, type Issue } from './issue.js';

interface MemberSecrets {
  readonly secret?: string | undefined;
  readonly otherSecret?: string | undefined;
}

interface Secrets {
  readonly members: readonly MemberSecrets[];
  readonly auth?: string | undefined;
  readonly secretDigest?: string | undefined;
  readonly otherSecretDigest?: string | undefined;
  readonly secretWindow?: number | undefined;
}

type Code = 'ipsec-secret-missing' | 'ipsec-auth-unsuited';
type SecretName = 'secret' | 'otherSecret';

/** What a tunnel by shared secrets lacks. */
export function secretsMissing(data: Secrets): readonly Issue[] {
  const { members, secretDigest, otherSecretDigest } = data;
  const detail = 'a shared secret is named by its digest';
  const digests = [secretDigest, otherSecretDigest];
  const boxes = (name: SecretName): readonly Issue[] =>
    members.flatMap((member, index) => boxIssues(member, index, name, digests));
  return [
    ...(secretDigest === undefined
      ? [issue('ipsec-secret-missing', ['secretDigest'], detail)]
      : []),
    ...boxes('secret'),
    ...(otherSecretDigest === undefined
      ? givenAt(members, 'otherSecret', 'ipsec-secret-missing', `${detail}: otherSecretDigest`)
      : boxes('otherSecret')),
    ...(otherSecretDigest !== undefined && otherSecretDigest === secretDigest
      ? [
          issue(
            'ipsec-auth-unsuited',
            ['otherSecretDigest'],
            'the second secret is the first one: leave it out, or seal another one',
          ),
        ]
      : []),
  ];
}

/** Parts of shared secrets that nobody would use. */
export function secretsTooMany(data: Secrets): readonly Issue[] {
  const { members, auth = 'publicKey' } = data;
  const detail = `nobody uses a shared secret with auth '${auth}'`;
  const code = 'ipsec-auth-unsuited';
  const ofAll = ['secretDigest', 'otherSecretDigest', 'secretWindow'] as const;
  return [
    ...ofAll.flatMap((name) => (data[name] === undefined ? [] : [issue(code, [name], detail)])),
    ...givenAt(members, 'secret', code, detail),
    ...givenAt(members, 'otherSecret', code, detail),
  ];
}

function boxIssues(
  member: MemberSecrets,
  index: number,
  name: SecretName,
  digests: readonly (string | undefined)[],
): readonly Issue[] {
  const { [name]: sealed } = member;
  const at = ['members', index, name];
  if (sealed === undefined) {
    const detail = 'the secret must be sealed for this host: hercules secret seal';
    return [issue('ipsec-secret-missing', at, detail)];
  }
  if (!digests.some((digest) => isUnsealed(sealed, digest))) return [];
  const detail =
    'the secret itself stands here: use another one, sealed for this host (hercules secret seal)';
  return [issue('ipsec-secret-missing', at, detail)];
}

function givenAt(
  members: readonly MemberSecrets[],
  name: SecretName,
  code: Code,
  detail: string,
): readonly Issue[] {
  return members.flatMap(({ [name]: sealed }, index) =>
    sealed === undefined ? [] : [issue(code, ['members', index, name], detail)],
  );
}
