import { publicKeyOf, type SigningKey } from '#contract';
import type { HostState } from '#drivers';
import type { ContractReport, HostReport } from '#protocol';
import type { TestAnswer, TestController } from './test-controller.js';

export const emptyState: HostState = { links: [], addresses: [], routes: [], fdb: [] };

/** Lets a host of the sample site join. */
export async function join(
  controller: TestController,
  node: string,
  key: SigningKey,
): Promise<TestAnswer> {
  const token = await controller.post('/nodes/join-tokens', { node });
  return controller.asHost(key, 'POST', '/join', {
    token: token.body.token,
    publicKey: publicKeyOf(key),
    agentVersion: '0.1.0',
  });
}

export function hostReport(...contracts: readonly ContractReport[]): HostReport {
  return {
    agentVersion: '0.1.0',
    charterVersion: 1,
    problems: [],
    stateDigest: 'sha256:1',
    state: emptyState,
    contracts,
  };
}

/** What a host says of the given version, without conditions or problems unless given. */
export function contractReport(
  document: { readonly contractId: string; readonly version: number; readonly digest: string },
  state: ContractReport['state'],
  more: Partial<ContractReport> = {},
): ContractReport {
  const { contractId, version, digest } = document;
  return {
    contractId,
    version,
    digest,
    state,
    conditions: [],
    workloads: [],
    problems: [],
    ...more,
  };
}
