import type { IpsecResource } from '#drivers';

/** A shared secret as the contract has it. */
export type SealedSecret = Pick<IpsecResource, 'secretDigest' | 'sealedSecret'>;

/** One that the peer may prove itself by. */
export interface HeldSecret extends SealedSecret {
  /** Milliseconds since 1970, when it goes; absent: the contract names it. */
  readonly until?: number;
}

/** The shared secrets of one end of a tunnel; more than one while the ends go from one to another. */
export interface HeldSecrets {
  readonly localId: string;
  readonly remoteId: string;
  readonly accepted: readonly HeldSecret[];
  /** Digest of the one by which this end proves itself. */
  readonly signing: string;
  /** Digest of the one by which it shall, as the contract says. */
  readonly wanted: string;
  /** Milliseconds since 1970, when it does; absent: it does, or the peer refused it. */
  readonly signsAt?: number;
}

/** What follows from the contract alone, for nobody knows of a former secret. Undefined: the tunnel has none. */
export function plainSecrets(tunnel: IpsecResource): HeldSecrets | undefined {
  const { localId, remoteId, secretDigest } = tunnel;
  if (secretDigest === '') return undefined;
  const accepted = namedSecrets(tunnel);
  return { localId, remoteId, accepted, signing: secretDigest, wanted: secretDigest };
}

/**
 * The other end is given the same contract earlier or later, so that a secret that it may not have yet waits until the
 * window is over: this end accepts both and goes on to prove itself by the former one. One that it accepted before, the
 * other end has by now. What the contract names no more goes a window after this end proves itself by the new one, when
 * the other end does so too.
 * @param known what it held; undefined: nothing
 */
export function nextSecrets(
  tunnel: IpsecResource,
  known: HeldSecrets | undefined,
  now: number,
): HeldSecrets | undefined {
  const plain = plainSecrets(tunnel);
  if (plain === undefined || known === undefined || !hasSameIds(plain, known)) return plain;
  const before = secretsAt(known, now);
  const window = tunnel.secretWindow * 1000;
  const { signsAt, ...signing } = signer(plain, before, now, now + window);
  const goesAt = (signsAt ?? now) + window;
  const former = before.accepted
    .filter(({ secretDigest }) => !accepts(plain, secretDigest))
    .map((secret) => ({ ...secret, until: Math.min(secret.until ?? goesAt, goesAt) }));
  const next = { ...plain, ...signing, accepted: [...plain.accepted, ...former] };
  return secretsAt(signsAt === undefined ? next : { ...next, signsAt }, now);
}

/** What has become of it in time; the very same where nothing has. */
export function secretsAt(held: HeldSecrets, now: number): HeldSecrets {
  const { signsAt, ...rest } = held;
  const isDue = signsAt !== undefined && signsAt <= now;
  const accepted = held.accepted.filter(({ until = Infinity }) => until > now);
  if (!isDue && accepted.length === held.accepted.length) return held;
  const stays = accepted.some(({ secretDigest }) => secretDigest === held.signing);
  if (isDue || !stays) return { ...rest, accepted, signing: held.wanted };
  return { ...held, accepted };
}

/** The peer did not take the one by which this end proved itself: it may have another of them. */
export function turnedSecrets(held: HeldSecrets): HeldSecrets {
  const { signsAt, ...rest } = held;
  const place = held.accepted.findIndex(({ secretDigest }) => secretDigest === held.signing);
  const next = held.accepted[(place + 1) % held.accepted.length];
  return next === undefined || held.accepted.length === 1
    ? held
    : { ...rest, signing: next.secretDigest };
}

/** Whether nothing is known but what the contract says. */
export function isPlain({ accepted, signing, wanted }: HeldSecrets): boolean {
  return signing === wanted && accepted.every(({ until }) => until === undefined);
}

/** In the order in which the daemon must be told: it proves this end by the one that it was told last. */
export function inLoadingOrder(held: HeldSecrets): readonly HeldSecret[] {
  const rank = ({ secretDigest }: HeldSecret): number =>
    secretDigest === held.signing ? 2 : Number(secretDigest === held.wanted);
  return held.accepted.toSorted((left, right) => rank(left) - rank(right));
}

/** The boxes may be others for the same secrets. */
export function isSameHolding(
  one: HeldSecrets | undefined,
  other: HeldSecrets | undefined,
): boolean {
  return outlineOf(one) === outlineOf(other);
}

function outlineOf(held: HeldSecrets | undefined): string {
  const accepted = held?.accepted.map(({ secretDigest, until }) => [secretDigest, until]);
  return JSON.stringify({ ...held, accepted });
}

function namedSecrets(tunnel: IpsecResource): readonly HeldSecret[] {
  const { secretDigest, sealedSecret, otherSecretDigest, otherSealedSecret } = tunnel;
  const first = { secretDigest, sealedSecret };
  if (otherSecretDigest === '') return [first];
  return [first, { secretDigest: otherSecretDigest, sealedSecret: otherSealedSecret }];
}

function signer(
  plain: HeldSecrets,
  { accepted, signing, signsAt, wanted }: HeldSecrets,
  now: number,
  latest: number,
): Pick<HeldSecrets, 'signing' | 'signsAt'> {
  if (wanted !== plain.wanted) {
    const isKnown = accepted.some(({ secretDigest }) => secretDigest === plain.wanted);
    return isKnown || latest <= now ? { signing: plain.wanted } : { signing, signsAt: latest };
  }
  if (signsAt !== undefined) return { signing, signsAt: Math.min(signsAt, latest) };
  return { signing: accepts(plain, signing) ? signing : wanted };
}

function accepts({ accepted }: HeldSecrets, digest: string): boolean {
  return accepted.some(({ secretDigest }) => secretDigest === digest);
}

function hasSameIds(one: HeldSecrets, other: HeldSecrets): boolean {
  return one.localId === other.localId && one.remoteId === other.remoteId;
}
