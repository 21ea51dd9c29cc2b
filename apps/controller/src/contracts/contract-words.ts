import { accept, type Result } from '#contract';
import type { ContractWordKind } from '#store';
import { actorName, type Actor } from '../core/actor.js';
import { nodeBell, type Journal, type Unit } from '../core/journal.js';
import type { UlidSource } from '../core/ulid.js';
import { Answer } from '../http/answer.js';
import { refuseWith } from '../problems/refuse-with.js';
import { findLatest } from './contract-desk.js';

export interface WordRequest {
  readonly kind: ContractWordKind;
  readonly contractId: string;
  /** The version that is meant; absent: the approved one, whichever that is by now. */
  readonly digest: string | undefined;
}

const told = {
  confirmation: 'contract.confirmed',
  retry: 'contract.retried',
} as const satisfies Record<ContractWordKind, string>;

/** Passes on to hosts what operators say about the approved version of a contract. */
export class ContractWords {
  constructor(
    private readonly journal: Journal,
    private readonly ids: UlidSource,
  ) {}

  async say({ kind, contractId, digest }: WordRequest, actor: Actor): Promise<Result<Answer>> {
    return this.journal.change(actorName(actor), async (unit) => {
      const approved = await approvedDigest(unit, contractId);
      if (!approved.ok) return approved;
      if (digest !== undefined && digest !== approved.value) {
        return refuseWith(
          'version-old',
          `the approved version is ${approved.value} now`,
          '/digest',
        );
      }
      const word = { contractId, kind, id: this.ids.next(unit.now), digest: approved.value };
      await unit.contractWords.put({ ...word, saidAt: unit.at });
      await passOn(unit, contractId);
      await unit.tell({
        type: told[kind],
        subject: `contract ${contractId}`,
        data: { digest: approved.value },
      });
      return accept(new Answer(word, 202, { location: `/api/v1/contracts/${contractId}` }));
    });
  }
}

async function approvedDigest(unit: Unit, contractId: string): Promise<Result<string>> {
  const found = await findLatest(unit, contractId);
  if (!found.ok) return found;
  const { approvedVersion } = found.value.contract;
  const version =
    approvedVersion === null
      ? undefined
      : await unit.contractVersions.find(contractId, approvedVersion);
  return version === undefined
    ? refuseWith('contract-not-approved', `no version of contract ${contractId} is approved yet`)
    : accept(version.digest);
}

async function passOn(unit: Unit, contractId: string): Promise<void> {
  const nodes = await unit.contracts.nodesEverNamed(contractId);
  await unit.nodes.bumpGeneration(nodes);
  for (const node of nodes) unit.ringAfterwards(nodeBell(node));
}
