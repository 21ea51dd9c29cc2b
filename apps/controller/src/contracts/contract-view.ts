import { z } from 'zod';
import { contractSchema } from '#contract';
import {
  contractStates,
  type ContractRecord,
  type ContractSummary,
  type ContractVersionRecord,
} from '#store';
import { counter, listOf, pageOf, time } from '../http/views.js';
import { operationView } from '../operations/operation-view.js';
import { planView } from '../plans/plan-view.js';
import { contractStatusView, type ContractStatusView } from './status-view.js';

const stateView = z.enum(contractStates);

export const contractSummaryView = z
  .object({
    contractId: z.string(),
    version: counter,
    digest: z.string(),
    title: z.string(),
    state: stateView,
    generation: counter.describe('counts every change of the contract'),
    tenant: z.string(),
    nodes: listOf(z.string()),
    createdAt: time,
    updatedAt: time,
  })
  .meta({ id: 'ContractSummary' });
export type ContractSummaryView = z.infer<typeof contractSummaryView>;
export const contractPage = pageOf(contractSummaryView, 'ContractPage');

export const signatureView = z
  .object({ kid: z.string(), principal: z.string(), issuedAt: time })
  .meta({ id: 'SignatureView' });
export const missingView = z
  .object({ principal: z.string(), weight: counter, required: z.boolean() })
  .meta({ id: 'MissingSignature' });

export const contractView = z
  .object({
    contractId: z.string(),
    version: counter,
    digest: z.string(),
    title: z.string(),
    state: stateView,
    generation: counter.describe('counts every change of the contract'),
    owner: z.object({ tenant: z.string(), costCenter: z.string().optional() }),
    nodes: listOf(z.string()),
    signatures: listOf(signatureView),
    missing: listOf(missingView),
    createdAt: time,
    updatedAt: time,
    payload: contractSchema,
    status: contractStatusView,
  })
  .meta({ id: 'ContractView' });
export type ContractView = z.infer<typeof contractView>;

/** A contract after a submission or a signature, with the roll-out that this has started. */
export const receivedContractView = contractView
  .extend({ operation: operationView.optional() })
  .meta({ id: 'ReceivedContract' });

export const dryRunView = z
  .object({ contract: contractView.omit({ status: true }), plan: planView })
  .meta({ id: 'DryRun' });

export const contractVersionView = z
  .object({
    version: counter,
    digest: z.string(),
    title: z.string(),
    state: stateView,
    receivedAt: time,
  })
  .meta({ id: 'ContractVersion' });
export type ContractVersionView = z.infer<typeof contractVersionView>;
export const contractVersionList = z
  .object({ items: listOf(contractVersionView) })
  .meta({ id: 'ContractVersionList' });

export function viewOfSummary(summary: ContractSummary): ContractSummaryView {
  const { contractId, version, digest, title, state, revision, tenant, nodes } = summary;
  const { createdAt, updatedAt } = summary;
  return {
    contractId,
    version,
    digest,
    title,
    state,
    generation: revision,
    tenant,
    nodes,
    createdAt,
    updatedAt,
  };
}

export function viewOfContract(
  contract: ContractRecord,
  version: ContractVersionRecord,
  status: ContractStatusView,
): ContractView {
  return { ...viewOfDocument(contract, version), status };
}

/** All of the view that does not depend on hosts. */
export function viewOfDocument(
  contract: Pick<ContractRecord, 'revision' | 'createdAt' | 'updatedAt'>,
  version: ContractVersionRecord,
): Omit<ContractView, 'status'> {
  const { costCenter } = version.payload.owner;
  return {
    contractId: version.contractId,
    version: version.version,
    digest: version.digest,
    title: version.title,
    state: version.state,
    generation: contract.revision,
    owner: { tenant: version.tenant, ...(costCenter !== undefined && { costCenter }) },
    nodes: version.nodes,
    signatures: version.signatures,
    missing: version.missing,
    createdAt: contract.createdAt,
    updatedAt: contract.updatedAt,
    payload: version.payload,
  };
}

export function viewOfVersion(version: ContractVersionRecord): ContractVersionView {
  const { digest, title, state, receivedAt } = version;
  return { version: version.version, digest, title, state, receivedAt };
}
