import { ipsecName, type IpsecResource } from '#drivers';
import {
  inLoadingOrder,
  isPlain,
  nextSecrets,
  plainSecrets,
  secretsAt,
  turnedSecrets,
  type HeldSecrets,
} from './held-secrets.js';
import { unknownConnection } from './unknown-connection.js';

const owner = { contract: '01J9Z3NDEKTSV4RRFFQ69G5FAV', workload: 'wan' };
const window = 900;
const second = 1000;

function tunnel(secretDigest: string, parts: Partial<IpsecResource> = {}): IpsecResource {
  return {
    ...unknownConnection(ipsecName(owner), owner),
    ...{ localId: 'a.example', remoteId: 'b.example', secretDigest, secretWindow: window },
    ...parts,
  };
}

function there(held: HeldSecrets | undefined): HeldSecrets {
  if (held === undefined) throw new Error('nothing is held');
  return held;
}

/** `<those that it accepts>, <the one that proves it>` */
function wordsOf(held: HeldSecrets | undefined): string {
  const digests = held?.accepted.map(({ secretDigest }) => secretDigest).sort() ?? [];
  return `${digests.join(' ')}, ${held?.signing ?? ''}`;
}

/** What an end holds when its contracts are given to it one after the other, each at its second. */
function heldAfter(
  given: readonly (readonly [at: number, contract: IpsecResource])[],
  at: number,
): HeldSecrets | undefined {
  let held: HeldSecrets | undefined;
  for (const [moment, contract] of given) {
    if (moment <= at) held = nextSecrets(contract, held, moment * second);
  }
  return held && secretsAt(held, at * second);
}

function agree(one: HeldSecrets | undefined, other: HeldSecrets | undefined): boolean {
  const takes = (from?: HeldSecrets, by?: HeldSecrets): boolean =>
    by?.accepted.some(({ secretDigest }) => secretDigest === from?.signing) === true;
  return takes(one, other) && takes(other, one);
}

describe('the secrets of an end that is given a new one', () => {
  const given = [
    [0, tunnel('old')],
    [10, tunnel('new')],
  ] as const;

  it.each([
    ['before', 9, 'old, old'],
    ['at first', 10, 'new old, old'],
    ['until the window is over', 10 + window - 1, 'new old, old'],
    ['after the window', 10 + window, 'new old, new'],
    ['until it is over again', 10 + 2 * window - 1, 'new old, new'],
    ['after the second window', 10 + 2 * window, 'new, new'],
  ])('are, %s', (_, at, words) => {
    expect(wordsOf(heldAfter(given, at))).toBe(words);
  });

  it.each([1, 60, window / 2, window - 1])(
    'agree at every moment with those of an end that is given it %s s later',
    (later) => {
      const other = [given[0], [10 + later, tunnel('new')]] as const;
      for (let at = 1; at < 4 * window; at += 13) {
        const ends = [heldAfter(given, at), heldAfter(other, at)] as const;
        expect([at, agree(...ends)]).toEqual([at, true]);
      }
    },
  );

  it('are what the contract says at once where the window is none', () => {
    const sudden = [given[0], [10, tunnel('new', { secretWindow: 0 })]] as const;
    expect(wordsOf(heldAfter(sudden, 10))).toBe('new, new');
  });

  it('go on in time when something else of the contract changes', () => {
    const more = [...given, [500, tunnel('new', { dpdDelay: 7 })]] as const;
    expect(wordsOf(heldAfter(more, 500))).toBe('new old, old');
    expect(wordsOf(heldAfter(more, 10 + window))).toBe('new old, new');
    expect(wordsOf(heldAfter(more, 10 + 2 * window))).toBe('new, new');
  });

  it('are the former ones at once when the change is taken back, and the new one is taken for a while', () => {
    const back = [...given, [20, tunnel('old')]] as const;
    expect(wordsOf(heldAfter(back, 20))).toBe('new old, old');
    expect(wordsOf(heldAfter(back, 20 + 2 * window))).toBe('old, old');
  });

  it('are nothing but the new one where the ends are called otherwise', () => {
    const renamed = [given[0], [10, tunnel('new', { remoteId: 'c.example' })]] as const;
    expect(wordsOf(heldAfter(renamed, 10))).toBe('new, new');
  });
});

describe('the secrets of an end whose contract names two', () => {
  const second = (digest: string): Partial<IpsecResource> => ({ otherSecretDigest: digest });
  const versions = [
    tunnel('old'),
    tunnel('old', second('new')),
    tunnel('new', second('old')),
    tunnel('new'),
  ];

  it('are proven by the first one, at once', () => {
    const given = versions.map((contract, place) => [place, contract] as const);
    const held = versions.map((_, place) => wordsOf(heldAfter(given, place)));
    expect(held).toEqual(['old, old', 'new old, old', 'new old, new', 'new old, new']);
    expect(wordsOf(heldAfter(given, 3 + window))).toBe('new, new');
  });

  it('are proven by the other one when the peer refuses the first, until the contract says otherwise', () => {
    const turned = turnedSecrets(there(heldAfter([[0, tunnel('old', second('new'))]], 0)));
    expect(wordsOf(turned)).toBe('new old, new');
    expect(isPlain(turned)).toBe(false);
    const same = nextSecrets(tunnel('old', { ...second('new'), dpdDelay: 7 }), turned, 1);
    expect(wordsOf(same)).toBe('new old, new');
    expect(wordsOf(nextSecrets(tunnel('old'), turned, 1))).toBe('new old, old');
  });
});

describe('a secret that the peer refuses', () => {
  it('stays where there is no other one', () => {
    const held = there(plainSecrets(tunnel('old')));
    expect(turnedSecrets(held)).toBe(held);
  });

  it('is told to the daemon before the one that takes its place', () => {
    const held = there(nextSecrets(tunnel('new'), plainSecrets(tunnel('old')), 0));
    const order = (some: HeldSecrets): readonly string[] =>
      inLoadingOrder(some).map(({ secretDigest }) => secretDigest);
    expect(order(held)).toEqual(['new', 'old']);
    expect(order(turnedSecrets(held))).toEqual(['old', 'new']);
  });
});
