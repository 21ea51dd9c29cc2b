import { TunnelSite, until, type Gateway } from './tunnel-site.js';

export const applied = ['applied', 'applied'];
export const isUp = (state: string): boolean => state === 'up';

/** Both ends say that the tunnel carries what was asked for. */
export async function bringUp(site: TunnelSite, data: object, toB: object = data): Promise<void> {
  expect(await site.submit(data, toB)).toEqual(applied);
  await waitUp(site);
}

export async function waitUp(site: TunnelSite, seconds = 15): Promise<void> {
  await until(
    () => `${site.a.state}, ${site.b.state}`,
    (states) => states === 'up, up',
    seconds,
  );
}

/** What `list-sas` must tell, as `swanctl --raw` writes it. */
export interface Proof {
  /** Of the near and the far end. */
  readonly ids?: readonly [string, string];
  readonly near?: readonly string[];
  readonly far?: readonly string[];
  /** Of both ends. */
  readonly both?: readonly string[];
  readonly from?: string;
  readonly to?: string;
}

/**
 * What every scenario shows: both ends have one IKE_SA and its child by an independent tool, packets of the networks
 * pass, and on the wire they are ESP in both directions and nothing else.
 */
export async function expectTunnel(
  site: TunnelSite,
  { ids, near = [], far = [], both = [], from = '10.1.0.1', to = '10.2.0.1' }: Proof = {},
): Promise<void> {
  const always = ['state=ESTABLISHED', 'state=INSTALLED mode=TUNNEL', 'protocol=ESP', ...both];
  const idsOf = (local: 0 | 1): readonly string[] =>
    ids === undefined ? [] : [`local-id=${ids[local]}`, `remote-id=${ids[1 - local] ?? ''}`];
  expect(missingIn(site.a, [...always, ...idsOf(0), ...near])).toEqual([]);
  expect(missingIn(site.b, [...always, ...idsOf(1), ...far])).toEqual([]);

  const lines = await site.captured(async () => {
    expect(site.ping(2, from, to)).toBe(2);
  });
  const esp = lines.filter((line) => line.includes('ESP('));
  const senders = esp.map((line) => / IP6? (\S+) > /.exec(line)?.[1]);
  expect(new Set(senders).size).toBe(2);
  expect(lines.filter((line) => [from, to].some((one) => line.includes(one)))).toEqual([]);
}

function missingIn(gateway: Gateway, words: readonly string[]): readonly string[] {
  const told = gateway.swanctl('--list-sas', '--raw');
  return words.filter((word) => !told.includes(word)).map((word) => `${word} in ${told}`);
}
