import { listOf } from '../api/answers.js';
import { readAs } from '../api/api-client.js';
import { contractSummary, type ContractSummary } from '../api/contract-answers.js';
import { stateMood } from '../output/moods.js';
import { plainText } from '../output/plain-text.js';
import { table, type Column } from '../output/table.js';
import type { Session } from '../session.js';

interface ListOptions {
  /** Absent: in any state. */
  readonly state?: string;
}

export async function listContracts(session: Session, { state }: ListOptions): Promise<void> {
  const items: ContractSummary[] = [];
  let cursor: string | undefined;
  do {
    const { body } = await session.api.get('/contracts', { query: { state, cursor } });
    const page = readAs(listOf(contractSummary), body, 'list of contracts');
    items.push(...page.items);
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  session.print({ items }, () => table(columns(session), items));
}

function columns({ paint }: Session): readonly Column<ContractSummary>[] {
  return [
    { title: 'contract', cell: ({ contractId }) => plainText(contractId) },
    { title: 'version', cell: ({ version }) => String(version) },
    { title: 'state', cell: ({ state }) => paint(stateMood(state), plainText(state)) },
    { title: 'nodes', cell: ({ nodes }) => plainText(nodes?.join(',') ?? '-') },
    { title: 'title', cell: ({ title }) => plainText(title) },
  ];
}
