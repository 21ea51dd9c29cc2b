import type { ContractRecord } from '#store';

/** Changes with every version, signature and state of the contract; not with the reports of hosts. */
export function contractEtag({ contractId, revision }: ContractRecord): string {
  return `"${contractId}.${revision}"`;
}
