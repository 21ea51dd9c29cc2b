import { pointer, type Problem } from '#contract';
import type { DriverProblemCode } from '#drivers';

/** What both exchanges may use, in order of preference, as strongSwan writes it. */
export interface Proposals {
  readonly ike: readonly string[];
  readonly esp: readonly string[];
}

/** Proven sets, by the name that a contract calls them. `compat` only for gateways that can do no better. */
export const profiles = {
  strong: {
    ike: ['aes256gcm16-prfsha384-ecp384', 'aes256-sha384-ecp384'],
    esp: ['aes256gcm16-ecp384', 'aes256-sha384-ecp384'],
  },
  modern: {
    ike: ['chacha20poly1305-prfsha256-x25519', 'aes128gcm16-prfsha256-x25519'],
    esp: ['chacha20poly1305-x25519', 'aes128gcm16-x25519'],
  },
  pq: {
    ike: ['aes256gcm16-prfsha384-ecp384-ke1_mlkem1024'],
    esp: ['aes256gcm16-ecp384-ke1_mlkem1024'],
  },
  pqPrefer: {
    ike: ['aes256gcm16-prfsha384-ecp384-ke1_mlkem1024', 'aes256gcm16-prfsha384-ecp384'],
    esp: ['aes256gcm16-ecp384-ke1_mlkem1024', 'aes256gcm16-ecp384'],
  },
  compat: {
    ike: ['aes256-sha256-ecp256-modp3072-modp2048'],
    esp: ['aes256gcm16-ecp256-modp3072-modp2048', 'aes256-sha256-ecp256-modp3072-modp2048'],
  },
} as const satisfies Record<string, Proposals>;

export type ProfileName = keyof typeof profiles;

/** What a contract means by a name, or by its own list; absent: strong. */
export function proposalsOf(given: ProfileName | Proposals = 'strong'): Proposals {
  return typeof given === 'string' ? profiles[given] : given;
}

const words = (text: string): ReadonlySet<string> => new Set(text.split(' '));
/** Ciphers that authenticate what they encrypt, with a tag of 16 bytes. */
const aead = words('aes128gcm16 aes192gcm16 aes256gcm16 aes128ccm16 aes256ccm16 chacha20poly1305');
const ciphers = words('aes128 aes192 aes256');
const integrity = words('sha256 sha384 sha512');
const prfs = words('prfsha256 prfsha384 prfsha512');
/** RFC 8247 and its update, less what NIST and the BSI advise against. modp2048 only in `compat`. */
const groups = words(
  'x25519 curve25519 x448 ecp256 ecp384 ecp521 ecp256bp ecp384bp ecp512bp modp3072 modp4096 modp6144 modp8192',
);
/** Key exchanges besides a classic one (RFC 9370), never alone. */
const additional = words('ke1_mlkem768 ke1_mlkem1024');

type Part = 'aead' | 'cipher' | 'integrity' | 'prf' | 'group' | 'additional' | 'esn';

/** Why proposals of a contract's own can't be had; paths lie below `base`. */
export function proposalProblems(
  { ike, esp }: Proposals,
  base: string,
): readonly Problem<DriverProblemCode>[] {
  return [
    ...ike.flatMap((text, place) => faultsOf(text, 'ike', `${base}${pointer('ike', place)}`)),
    ...esp.flatMap((text, place) => faultsOf(text, 'esp', `${base}${pointer('esp', place)}`)),
  ];
}

function faultsOf(
  text: string,
  use: 'ike' | 'esp',
  path: string,
): readonly Problem<DriverProblemCode>[] {
  const parts = text.split('-').map((word) => ({ word, part: partOf(word) }));
  const refused = parts.flatMap(({ word, part }) =>
    part === undefined ? [{ ...refusalOf(word), path }] : [],
  );
  if (refused.length > 0) return refused;
  const has = (part: Part): boolean => parts.some((entry) => entry.part === part);
  return gapsIn(has, use).map((gap) => ({ ...gap, path }));
}

type Fault = Omit<Problem<DriverProblemCode>, 'path'>;

function gapsIn(has: (part: Part) => boolean, use: 'ike' | 'esp'): readonly Fault[] {
  const faults: readonly (readonly [boolean, DriverProblemCode, string])[] = [
    [
      has('aead') && (has('cipher') || has('integrity')),
      'ipsec-proposal-mixed',
      'ciphers that authenticate by themselves stand in a proposal of their own, without others and without integrity',
    ],
    [
      !has('aead') && !has('cipher'),
      'ipsec-proposal-incomplete',
      "a proposal names its cipher, as in 'aes256gcm16-prfsha384-ecp384'",
    ],
    [
      has('cipher') && !has('integrity'),
      'ipsec-proposal-incomplete',
      "a cipher that does not authenticate needs integrity beside it, as in 'aes256-sha384-ecp384'",
    ],
    [
      use === 'ike' && has('aead') && !has('prf'),
      'ipsec-prf-missing',
      "an IKE proposal with such a cipher names its pseudo-random function, as in '-prfsha384'",
    ],
    [
      use === 'esp' && has('prf'),
      'ipsec-proposal-mixed',
      'ESP has no pseudo-random function: leave it out',
    ],
    [use === 'ike' && has('esn'), 'ipsec-proposal-mixed', 'only ESP has extended sequence numbers'],
    [
      !has('group'),
      'ipsec-forward-secrecy-missing',
      "every proposal names a classic key exchange, as in '-ecp384': without one, old traffic is open to whoever gets a key",
    ],
  ];
  return faults.flatMap(([isSo, code, detail]) => (isSo ? [{ code, detail }] : []));
}

function partOf(word: string): Part | undefined {
  if (aead.has(word)) return 'aead';
  if (ciphers.has(word)) return 'cipher';
  if (integrity.has(word)) return 'integrity';
  if (prfs.has(word)) return 'prf';
  if (groups.has(word)) return 'group';
  if (additional.has(word)) return 'additional';
  return word === 'esn' || word === 'noesn' ? 'esn' : undefined;
}

function refusalOf(word: string): Fault {
  if (/^(ke\d_)?(modp|ecp|mlkem|none|modpnull|curve|x\d)/.test(word)) {
    return {
      code: 'ipsec-group-refused',
      detail: `key exchange ${named(word)} is refused: use ${[...groups].join(', ')}, and ML-KEM only beside one of them`,
    };
  }
  if (/^(prf)?(md5|sha1|sha|aesxcbc|aescmac|sha256_96)/.test(word)) {
    return {
      code: 'ipsec-integrity-refused',
      detail: `${named(word)} is refused: use sha256, sha384 or sha512`,
    };
  }
  if (word === 'default' || word === '') {
    return {
      code: 'ipsec-proposal-incomplete',
      detail: "'default' means whatever the daemon's version means by it: name the algorithms",
    };
  }
  return {
    code: 'ipsec-encryption-refused',
    detail: `cipher ${named(word)} is refused: use ${[...aead, ...ciphers].join(', ')}`,
  };
}

/** What looks like no algorithm may be a secret that slipped in, and is not repeated. */
function named(word: string): string {
  return algorithm.test(word) ? `'${word}'` : '(of a name that says nothing)';
}

const algorithm =
  /^(ke\d_)?(prf)?(3des|des|null|blowfish|cast|camellia|aes|chacha|md5|sha|modp|ecp|mlkem|none|curve|x\d)[a-z0-9_]{0,16}$/;
