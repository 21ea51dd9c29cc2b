import { z } from 'zod';
import { readAs } from '../api/api-client.js';
import { plainText } from '../output/plain-text.js';
import type { Session } from '../session.js';
import { checkedId } from './contract-id.js';

const sheet = z.object({ markdown: z.string() });

/** For the people who set up the other ends of the hosts' cables: Markdown, or JSON for their programs. */
export async function showHandoff(session: Session, id: string): Promise<void> {
  const { body } = await session.api.get(`/contracts/${checkedId(id)}/handoff`);
  const { markdown } = readAs(sheet, body, 'hand-off sheet');
  session.print(body, () => markdown.split('\n').map(plainText).join('\n'));
}
