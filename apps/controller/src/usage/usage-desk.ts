import { compactVerify } from 'jose';
import {
  accept,
  digestOf,
  parseStrictJson,
  publicKeyObject,
  type PublicKey,
  type Result,
} from '#contract';
import type { UsageRecord } from '#store';
import { parseUsageWindow, type UsageWindow } from '#usage';
import type { Journal, Unit } from '../core/journal.js';
import { refuseWith } from '../problems/refuse-with.js';

/** Takes in signed windows of usage: each once, in its order, as evidence that stays as it is. */
export class UsageDesk {
  constructor(private readonly journal: Journal) {}

  /** Answers with the sequence number that is wanted next. */
  async take(node: string, windows: readonly string[]): Promise<Result<{ readonly next: number }>> {
    return this.journal.change(`node ${node}`, async (unit) => {
      const key = (await unit.nodes.find(node))?.publicKey;
      let last = await unit.usage.last(node);
      for (const [index, jws] of windows.entries()) {
        const window = key == null ? undefined : await verified(jws, key);
        if (window === undefined) {
          const detail = 'this is no window of usage that the key of this host has signed';
          return refuseWith('usage-invalid', detail, `/windows/${index}`);
        }
        if (window.sequence <= (last?.sequence ?? 0)) continue;
        const fault = faultOf(window, last);
        if (fault !== undefined) return refuseWith('usage-invalid', fault, `/windows/${index}`);
        last = await keep(unit, node, jws, window);
      }
      return accept({ next: (last?.sequence ?? 0) + 1 });
    });
  }
}

async function keep(
  unit: Unit,
  node: string,
  jws: string,
  window: UsageWindow,
): Promise<UsageRecord> {
  const { sequence, from: startsAt, to: endsAt } = window;
  const record = { node, sequence, startsAt, endsAt, digest: digestOf(Buffer.from(jws)), jws };
  await unit.usage.add(record, window);
  return record;
}

/** A window continues the one before, or is the first that we hear of. */
function faultOf(window: UsageWindow, last: UsageRecord | undefined): string | undefined {
  if (last === undefined) return undefined;
  if (window.sequence !== last.sequence + 1) return `window ${last.sequence + 1} is missing`;
  if (window.previous !== last.digest) return 'it does not continue the window before';
  return window.from === last.endsAt ? undefined : 'it does not begin where the one before ends';
}

async function verified(jws: string, key: PublicKey): Promise<UsageWindow | undefined> {
  try {
    const { payload, protectedHeader } = await compactVerify(jws, publicKeyObject(key), {
      algorithms: ['EdDSA'],
    });
    const json = parseStrictJson(payload);
    const isOurs = protectedHeader.typ === 'hercules-usage+jwt' && protectedHeader.kid === key.kid;
    return isOurs && json.ok ? parseUsageWindow(json.value) : undefined;
  } catch {
    return undefined; // Malformed, or signed by somebody else: the same to us.
  }
}
