import { z } from 'zod';
import { listOf } from '../api/answers.js';
import { readAs } from '../api/api-client.js';
import { plainText } from '../output/plain-text.js';
import { table, type Column } from '../output/table.js';
import type { Session } from '../session.js';

const receiver = z.object({
  name: z.string(),
  kind: z.string(),
  toldSeq: z.int(),
  behind: z.int(),
  refused: z.int(),
  lost: z.int(),
  lastRefusal: z.string().nullish(),
  failing: z.string().nullish(),
});
type Receiver = z.infer<typeof receiver>;

/** Who outside is told what happens, and how far. */
export async function listReceivers(session: Session): Promise<void> {
  const { body } = await session.api.get('/event-receivers');
  const { items } = readAs(listOf(receiver), body, 'list of event receivers');
  session.print(body, () => table(columns(session), items));
}

function columns({ paint }: Session): readonly Column<Receiver>[] {
  const bad = (count: number): string => (count === 0 ? '0' : paint('bad', String(count)));
  return [
    { title: 'receiver', cell: ({ name }) => plainText(name) },
    { title: 'kind', cell: ({ kind }) => plainText(kind) },
    { title: 'told', cell: ({ toldSeq }) => String(toldSeq) },
    { title: 'behind', cell: ({ behind }) => String(behind) },
    { title: 'refused', cell: ({ refused }) => bad(refused) },
    { title: 'lost', cell: ({ lost }) => bad(lost) },
    {
      title: 'trouble',
      cell: ({ failing, lastRefusal }) => plainText(failing ?? lastRefusal ?? '-'),
    },
  ];
}
