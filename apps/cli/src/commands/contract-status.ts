import { readAs } from '../api/api-client.js';
import { contractStatus } from '../api/contract-answers.js';
import { statusView } from '../output/status-view.js';
import type { Session } from '../session.js';
import { checkedId } from './contract-id.js';

export async function showStatus(session: Session, id: string): Promise<void> {
  const { body } = await session.api.get(`/contracts/${checkedId(id)}/status`);
  const status = readAs(contractStatus, body, 'status');
  session.print(body, () => statusView(status, session.io.now(), session.paint));
}
