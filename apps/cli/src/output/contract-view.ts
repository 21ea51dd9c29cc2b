import type { ContractAnswer } from '../api/contract-answers.js';
import { stateMood } from './moods.js';
import type { Paint } from './paint.js';
import { plainText } from './plain-text.js';
import { fieldList } from './table.js';

export function contractFields(contract: ContractAnswer, paint: Paint): string {
  const { contractId, title, state, version, digest, owner, nodes, signatures, missing } = contract;
  const named = (names: readonly string[]): string => plainText(names.join(', ') || 'nobody');
  return fieldList({
    contract: plainText(contractId),
    title: plainText(title),
    state: paint(stateMood(state), plainText(state)),
    version: String(version),
    digest: plainText(digest),
    tenant: owner && plainText(owner.tenant),
    nodes: nodes && plainText(nodes.join(', ')),
    'signed by': named(signatures.map(({ principal }) => principal)),
    missing: missing.length === 0 ? undefined : named(missing.map(missingText)),
  });
}

function missingText({ principal, weight, required }: ContractAnswer['missing'][number]): string {
  return required ? `${principal} (required)` : `${principal} (weight ${weight})`;
}
