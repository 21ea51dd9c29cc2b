import {
  accept,
  parseEnvelope,
  serializeEnvelope,
  type AuthorisedCharter,
  type CharterNode,
  type Result,
} from '#contract';
import type { CharterRecord, Store } from '#store';
import { actorName, type Actor } from '../core/actor.js';
import { nodeBell, type Journal, type Unit } from '../core/journal.js';
import { refuseWith } from '../problems/refuse-with.js';
import type { CharterChain } from './charter-chain.js';

export interface AcceptedCharter {
  readonly record: CharterRecord;
  /** Whether it is the version that was there already. */
  readonly unchanged: boolean;
}

/** Takes in the versions of the charter and shows the newest. */
export class CharterDesk {
  constructor(
    private readonly store: Store,
    private readonly journal: Journal,
    private readonly chain: CharterChain,
  ) {}

  async current(): Promise<Result<CharterRecord>> {
    const record = await this.store.charters.latest();
    return record === undefined
      ? refuseWith('charter-missing', 'this controller has no charter yet')
      : accept(record);
  }

  /** A charter that carries all the signatures it needs; the same one again changes nothing. */
  async submit(bytes: Uint8Array, actor: Actor): Promise<Result<AcceptedCharter>> {
    const envelope = parseEnvelope(bytes, 'charter');
    if (!envelope.ok) return envelope;
    return this.journal.change(actorName(actor), async (unit) => {
      const judged = await this.chain.judge(unit, envelope.value, unit.now);
      if (!judged.ok) return judged;
      const known = await unit.charters.byDigest(judged.value.digest);
      if (known !== undefined) return accept({ record: known, unchanged: true });
      return accept({ record: await take(unit, judged.value), unchanged: false });
    });
  }
}

async function take(
  unit: Unit,
  { charter, envelope, digest }: AuthorisedCharter,
): Promise<CharterRecord> {
  const record: CharterRecord = {
    version: charter.version,
    charterId: charter.charterId,
    digest,
    payload: charter,
    envelope: serializeEnvelope(envelope),
    acceptedAt: unit.at,
  };
  await unit.charters.insert(record);
  if (charter.version === 1) await pinAnchor(unit, digest);
  await unit.tell({
    type: 'charter.accepted',
    subject: `charter ${charter.charterId}`,
    data: { version: charter.version, digest },
  });
  await dropReplacedKeys(unit, charter.nodes);
  await tellHosts(
    unit,
    charter.nodes.map(({ id }) => id),
  );
  return record;
}

/** Where none is configured, the first charter is trusted because a token with charter:write has brought it. */
async function pinAnchor({ settings }: Unit, digest: string): Promise<void> {
  if ((await settings.get('trustAnchor')) === undefined) await settings.set('trustAnchor', digest);
}

/** A host for which the charter now lists another key has to join with that one. */
async function dropReplacedKeys({ nodes }: Unit, listed: readonly CharterNode[]): Promise<void> {
  for (const { id, key } of listed) {
    const known = await nodes.find(id);
    if (known?.keyId != null && known.keyId !== key.kid) await nodes.forgetKey(id);
  }
}

/** Every host holds the charter, so something else is wanted of every one. */
async function tellHosts(unit: Unit, listed: readonly string[]): Promise<void> {
  await unit.nodes.ensure(listed);
  const ids = (await unit.nodes.list()).map(({ id }) => id);
  await unit.nodes.bumpGeneration(ids);
  for (const id of ids) unit.ringAfterwards(nodeBell(id));
}
