import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Cast } from '../cast.js';
import { hercules } from '../hercules.js';
import { kernelPackets, meteredInterfaces, segment } from '../metered-interfaces.js';
import { contractId } from '../site.js';
import { waitUntil } from '../wait-until.js';

export interface BillFigures {
  /** Of the segment's interfaces: in the windows that were billed, and as the kernels counted them. */
  readonly billedPackets: number;
  readonly countedPackets: number;
  readonly billWindows: number;
  readonly billCurrency: string;
  readonly billTotal: string;
}

/** What the demo's site pays. */
const tariff = {
  name: 'standard',
  currency: 'EUR',
  rates: [
    { type: 'flat', name: 'base', price: '49.90' },
    {
      type: 'tiered',
      name: 'volume',
      side: 'sum',
      unit: 'GB',
      tiers: [{ upTo: '0.1', price: '8.50' }, { price: '3.10' }],
    },
  ],
} as const;

interface Bill {
  readonly plan: { readonly currency: string };
  readonly total: string;
  readonly samples: readonly string[];
}

/** Has the operator's own command compute what the contract owes. */
export async function bill(cast: Cast): Promise<BillFigures> {
  const { directory, say, site } = cast;
  say.chapter('The hosts sign what they carried, and the contract pays for it');
  const packets = await settledPackets(cast);
  say.check(
    packets.billed === packets.counted,
    `packets of the segment: ${packets.billed} signed, ${packets.counted} by the kernels' counters`,
  );
  const plan = join(directory, 'tariff.json');
  writeFileSync(plan, JSON.stringify(tariff));
  const period = ['--from', site.now.toISOString(), '--to', new Date().toISOString()];
  const command = ['bill', contractId, ...period, '--plan', plan];
  for (const line of (await hercules(cast, ...command)).trimEnd().split('\n')) say.line(line);
  const {
    total,
    samples,
    plan: by,
  } = JSON.parse(await hercules(cast, ...command, '--output', 'json')) as Bill;
  say.line(`by ${samples.length} windows that the hosts have signed; each can be asked for`);
  return {
    billedPackets: packets.billed,
    countedPackets: packets.counted,
    billWindows: samples.length,
    billCurrency: by.currency,
    billTotal: total,
  };
}

/** Waits until what was counted is in signed windows, or nothing changes any more. */
async function settledPackets(cast: Cast): Promise<{ billed: number; counted: number }> {
  let last = { billed: Number.NaN, counted: Number.NaN };
  const same = async (): Promise<typeof last | undefined> => {
    const all = (await meteredInterfaces(cast)).filter(({ name }) => name === segment);
    const counted = await Promise.all(all.map(({ host, name }) => kernelPackets(cast, host, name)));
    last = {
      billed: all.reduce((sum, { packets }) => sum + packets, 0),
      counted: counted.reduce((sum, packets) => sum + packets, 0),
    };
    return all.length > 0 && last.billed === last.counted ? last : undefined;
  };
  const patience = { seconds: 60, pause: 250 };
  return waitUntil('windows with all packets are signed', same, patience).catch(() => last);
}
