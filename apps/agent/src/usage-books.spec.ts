import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compactVerify } from 'jose';
import { digestOf, generateSigningKey, publicKeyObject, publicKeyOf } from '#contract';
import type { UsageWindow } from '#usage';
import { InterfaceNumbers } from './interface-numbers.js';
import { readLinkCounters, type LinkCounters } from './link-counters.js';
import type { MeteredLink } from './metered-links.js';
import { UsageBooks } from './usage-books.js';

const identity = generateSigningKey();
const contract = '01J9Z3NDEKTSV4RRFFQ69G5FAV';
const link: MeteredLink = {
  index: 12,
  header: 14,
  owner: { contract, workload: 'lan' },
  facts: { number: 1, name: 'br-lan', description: '', contract },
  targets: [],
};

function counters(octets: bigint): ReadonlyMap<string, LinkCounters> {
  const ingress = { packets: octets / 100n, octets };
  return new Map([['br-lan', { ingress, egress: { packets: 0n, octets: 0n } }]]);
}

describe('the books of a host', () => {
  let directory: string;
  let now: number;
  let counted: bigint;

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'hercules-books-'));
    now = Date.parse('2026-01-01T00:01:00Z');
    counted = 0n;
  });

  afterEach(() => {
    rmSync(directory, { recursive: true });
  });

  const open = (): UsageBooks =>
    new UsageBooks({
      directory,
      identity,
      clock: { now: () => new Date(now) },
      numbers: new InterfaceNumbers(join(directory, 'numbers.json')),
      window: 300_000,
      counters: () => counters(counted),
      boot: () => 'boot',
    });

  const verified = async (jws: string): Promise<UsageWindow> => {
    const { payload } = await compactVerify(jws, publicKeyObject(publicKeyOf(identity)));
    return JSON.parse(new TextDecoder().decode(payload)) as UsageWindow;
  };

  it('end a window when its time is up, signed, and go on after a restart where they were', async () => {
    await open().take([link], undefined);
    counted = 500n;
    expect(await open().take([link], undefined)).toBe(false);
    now += 240_000;
    expect(await open().take([link], undefined)).toBe(true);
    counted = 700n;
    now += 300_000;
    await open().take([link], undefined);

    const signed = open().windows(1, 10);
    const windows = await Promise.all(signed.map(verified));
    expect(windows.map(({ interfaces }) => interfaces[0]?.ingress.octets)).toEqual(['500', '200']);
    expect(windows[1]).toMatchObject({
      sequence: 2,
      from: windows[0]?.to,
      previous: digestOf(Buffer.from(signed[0] ?? '')),
    });
    expect(open().windows(2, 10)).toEqual(signed.slice(1));
  });

  it('keep windows that the controller has for three months, and others for as long as it takes', async () => {
    const books = open();
    await books.take([link], undefined);
    for (let count = 0; count < 3; count += 1) {
      now += 300_000;
      await books.take([link], undefined);
    }
    const all = books.windows(1, 10);
    now += 93 * 86_400_000;
    books.forget(1);
    expect(books.windows(1, 10)).toEqual(all);
    books.forget(3);
    expect(books.windows(1, 10)).toEqual(all.slice(2));
    now -= 300_000;
    books.forget(4);
    expect(books.windows(1, 10)).toEqual(all.slice(2));
  });
});

describe('counters of interfaces', () => {
  it('are read from what the kernel shows', () => {
    const text = [
      'Inter-|   Receive                            |  Transmit',
      ' face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs',
      'br-lan: 1500 15 0 0 0 0 0 0 900 9 0 0 0 0 0 0',
    ].join('\n');
    expect(readLinkCounters(text)).toEqual(
      new Map([
        [
          'br-lan',
          { ingress: { octets: 1500n, packets: 15n }, egress: { octets: 900n, packets: 9n } },
        ],
      ]),
    );
  });
});
