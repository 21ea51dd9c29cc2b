import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { digestOf } from '#contract';
import { foreignConf, type ConfSection } from './foreign-gateway.js';
import { held, idsOf, next, proveAnew, refusals, sharedIn, window } from './secret-rotation.js';
import { bringUp, waitUp } from './tunnel-proof.js';
import { TunnelSite, tunnelName, until, type Gateway } from './tunnel-site.js';

/** Until what an end keeps beside the contract has become what is expected of it. */
async function untilHeld(
  end: Gateway,
  isSo: (kept: ReturnType<typeof held>) => boolean,
): Promise<void> {
  await until(() => held(end), isSo, 30);
}

/** Without one refused try. Each end proves itself to the other, whichever asks for it. */
async function handshake(site: TunnelSite): Promise<void> {
  await proveAnew(site.a);
  expect(`${site.a.log}${site.b.log}`).not.toMatch(refusals);
}

describe('I16: one contract with a new secret, given to its hosts at different moments', () => {
  it(
    'lets what stands stand, and every proof in between succeeds, until only the new secret is left',
    TunnelSite.run(async (site) => {
      const { a, b, secret } = site;
      await bringUp(site, site.pskTunnel());
      await handshake(site);
      const amended = site.pskTunnel({}, next);
      const lost = await lostMeanwhile(site, async () => {
        for (const end of [a, b]) {
          const before = await end.spis();
          expect(await end.submit(site, amended)).toMatchObject({ state: 'applied' });
          expect(await end.spis()).toEqual(before);
          expect(await sharedIn(end)).toEqual(idsOf(secret, next));
          expect(held(end)).toMatchObject({ signing: digestOf(secret) });
          await handshake(site);
        }
        for (const end of [a, b]) {
          end.ahead = window + 60_000;
          await untilHeld(end, (kept) => kept?.signing === digestOf(next));
          expect(await sharedIn(end)).toEqual(idsOf(secret, next));
          await handshake(site);
        }
        for (const end of [a, b]) {
          end.ahead = 2 * window + 60_000;
          await untilHeld(end, (kept) => kept === undefined);
          expect(await sharedIn(end)).toEqual(idsOf(next));
          expect(stored(end)).not.toContain(digestOf(secret));
          await handshake(site);
        }
      });
      expect(lost).toBeLessThanOrEqual(2);
    }),
    240_000,
  );
});

/** Packets of a steady ping that did not come back while work was done. */
async function lostMeanwhile(site: TunnelSite, work: () => Promise<void>): Promise<number> {
  const stop = site.pingSteadily();
  try {
    await work();
  } finally {
    await stop();
  }
  return stop();
}

/** Everything that an end has written of tunnels. */
function stored({ directory }: Gateway): string {
  const files = ['loaded.jsonl', 'held-secrets.json'];
  return files.map((name) => readFileSync(join(directory, name), 'utf8')).join('\n');
}

describe('I16: while only one host was given the new secret', () => {
  it(
    'a daemon that dies and an agent that is restarted go on to prove themselves by the former one',
    TunnelSite.run(async (site) => {
      await bringUp(site, site.pskTunnel());
      const amended = site.pskTunnel({}, next);
      await site.a.submit(site, amended);
      site.a.restartKeeper();
      site.a.daemon.kill();
      await until(
        () => site.a.daemon.isRunning,
        (isRunning) => !isRunning,
      );
      site.startDaemons();
      await site.a.daemon.ensureRunning();
      expect(await site.a.submit(site, amended)).toMatchObject({ state: 'applied' });
      expect(await sharedIn(site.a)).toEqual(idsOf(site.secret, next));
      await waitUp(site, 60);
      expect(`${site.a.log}${site.b.log}`).not.toMatch(refusals);
    }),
    120_000,
  );

  it(
    'a host that is given it after the windows of the other one finds out which one it takes',
    TunnelSite.run(async (site) => {
      await bringUp(site, site.pskTunnel());
      const amended = site.pskTunnel({ secretWindow: 0 }, next);
      await site.a.submit(site, amended);
      expect(await sharedIn(site.a)).toEqual(idsOf(next));
      site.a.swanctl('--terminate', '--ike', tunnelName);
      await until(
        () => site.a.state,
        (state) => state.startsWith('down authentication-refused'),
        30,
      );
      await site.b.submit(site, site.pskTunnel({}, next));
      expect(held(site.b)?.signing).toBe(digestOf(site.secret));
      await waitUp(site, 60);
      expect(held(site.b)?.signing).toBe(digestOf(next));
      expect(site.ping()).toBe(2);
    }),
    120_000,
  );
});

/** The contract with a gateway of somebody else: the secret that proves this end, and maybe a second one. */
function toForeign(
  site: TunnelSite,
  [first, second]: readonly [Buffer, Buffer?],
  parts: object = {},
): object {
  const { a } = site;
  const digests = {
    secretDigest: digestOf(first),
    ...(second && { otherSecretDigest: digestOf(second) }),
  };
  const boxes = { secret: a.sealed(first), ...(second && { otherSecret: a.sealed(second) }) };
  return site.toForeign({ ...digests, ...parts }, {}, boxes);
}

/** What its administrator writes; the last one proves that end. */
function theirs(...secrets: readonly Buffer[]): string {
  const entry = (secret: Buffer, place: number): readonly [string, ConfSection] => [
    `ike-${place}`,
    { id: 'host-a.example', secret: `0x${secret.toString('hex')}` },
  ];
  return foreignConf({ secrets: Object.fromEntries(secrets.map(entry)) });
}

describe('I16: another secret with a gateway of somebody else', () => {
  it(
    'is agreed on in six steps, after each of which a proof of both ends succeeds',
    TunnelSite.run(async (site) => {
      const { a, b, secret } = site;
      const amend = async (secrets: readonly [Buffer, Buffer?]): Promise<void> => {
        expect(await a.submit(site, toForeign(site, secrets))).toMatchObject({ state: 'applied' });
      };
      const load = (conf: string) => (): Promise<void> => {
        b.load(conf);
        return Promise.resolve();
      };
      b.load(theirs(secret));
      await amend([secret]);
      await until(
        () => a.state,
        (state) => state === 'up',
        30,
      );
      await handshake(site);
      const steps = [
        () => amend([secret, next]),
        load(theirs(next, secret)),
        () => amend([next, secret]),
        load(theirs(secret, next)),
        () => amend([next]),
        load(theirs(next)),
      ];
      const shared = [];
      for (const step of steps) {
        await step();
        shared.push((await sharedIn(a)).length);
        await handshake(site);
      }
      expect(shared).toEqual([2, 2, 2, 2, 2, 2]);
      a.ahead = window + 60_000;
      await untilHeld(a, (kept) => kept === undefined);
      expect(await sharedIn(a)).toEqual(idsOf(next));
      await handshake(site);
    }),
    240_000,
  );

  it.each([
    ['this end', {}],
    ['that end', { initiator: 'peer' }],
  ])('is found out where that end has room for one only, and %s begins', (_, parts) =>
    TunnelSite.run(async (site) => {
      const { a, b, secret } = site;
      const begin = (): void => {
        if ('initiator' in parts) b.swanctl('--initiate', '--child', 'theirs', '--timeout', '15');
      };
      b.load(theirs(secret));
      await a.submit(site, toForeign(site, [secret, next], parts));
      begin();
      await until(
        () => a.state,
        (state) => state === 'up',
        30,
      );
      b.load(theirs(next));
      b.swanctl('--terminate', '--ike', 'tunnel');
      await until(
        () => {
          if (b.swanctl('--list-sas') === '') attempt(begin);
          return held(a)?.signing;
        },
        (signing) => signing === digestOf(next),
        40,
      );
      attempt(begin);
      await until(
        () => a.state,
        (state) => state === 'up',
        40,
      );
      expect(site.ping()).toBe(2);
    })(),
  );
});

/** swanctl fails where the other end refuses. */
function attempt(work: () => void): void {
  try {
    work();
  } catch {
    // It is tried again.
  }
}
