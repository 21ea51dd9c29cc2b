import { listOf } from '../api/answers.js';
import { readAs } from '../api/api-client.js';
import { operation, type OperationAnswer } from '../api/contract-answers.js';
import { stateMood } from '../output/moods.js';
import { plainText } from '../output/plain-text.js';
import { table, type Column } from '../output/table.js';
import type { Session } from '../session.js';

/** The latest page of operations, as the controller orders them. */
export async function listOperations(session: Session): Promise<void> {
  const { body } = await session.api.get('/operations');
  const { items } = readAs(listOf(operation), body, 'list of operations');
  session.print(body, () => table(columns(session), items));
}

function columns({ paint }: Session): readonly Column<OperationAnswer>[] {
  return [
    { title: 'operation', cell: ({ id }) => plainText(id) },
    { title: 'contract', cell: ({ contractId }) => plainText(contractId) },
    { title: 'version', cell: ({ version }) => String(version) },
    { title: 'state', cell: ({ state }) => paint(stateMood(state), state) },
    { title: 'hosts', cell: ({ progress }) => `${progress.done} of ${progress.total}` },
    { title: 'begun', cell: ({ createdAt }) => plainText(createdAt ?? '-') },
  ];
}
