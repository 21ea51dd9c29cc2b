import { accept, type Result } from '#contract';
import type { Actor } from '../core/actor.js';
import { Answer } from '../http/answer.js';
import type { OperationReader } from '../operations/operation-reader.js';
import type { ContractDesk, ReceivedContract, SignatureRequest } from './contract-desk.js';
import { contractEtag } from './contract-etag.js';
import type { ContractReader } from './contract-reader.js';

/** Answers those who submit and sign: what the contract is now, and where its roll-out can be followed. */
export class SubmissionDesk {
  constructor(
    private readonly contracts: ContractDesk,
    private readonly reader: ContractReader,
    private readonly operations: OperationReader,
  ) {}

  async submit(bytes: Uint8Array, actor: Actor): Promise<Result<Answer>> {
    const received = await this.contracts.submit(bytes, actor);
    return received.ok ? accept(await this.answer(received.value, 202)) : received;
  }

  async sign(request: SignatureRequest, actor: Actor): Promise<Result<Answer>> {
    const received = await this.contracts.sign(request, actor);
    return received.ok ? accept(await this.answer(received.value, 200)) : received;
  }

  private async answer(received: ReceivedContract, incomplete: 200 | 202): Promise<Answer> {
    const { contract, version, operation } = received;
    const view = await this.reader.viewOf(contract, version);
    const headers = {
      etag: contractEtag(contract),
      location: `/api/v1/contracts/${contract.contractId}`,
    };
    const rollout = operation && (await this.operations.view(operation.id));
    if (rollout?.ok !== true) return new Answer(view, incomplete, headers);
    return new Answer({ ...view, operation: rollout.value }, 202, {
      ...headers,
      'operation-location': `/api/v1/operations/${rollout.value.id}`,
    });
  }
}
