import { jsonContent } from '../api/api-client.js';
import type { Session } from '../session.js';
import { checkedId } from './contract-id.js';

/** Lets a change that waits for its confirmation stay. The hosts decide: one whose time was up says so. */
export async function confirmContract(session: Session, id: string): Promise<void> {
  const { body } = await session.api.post(
    `/contracts/${checkedId(id)}/confirmations`,
    jsonContent({}),
  );
  session.print(
    body,
    () => `confirmed; 'hercules contract status ${id}' shows whether every host took it in time`,
  );
}

/** Has hosts try once more what they took back or froze. */
export async function retryContract(session: Session, id: string): Promise<void> {
  const { body } = await session.api.post(`/contracts/${checkedId(id)}/retries`, jsonContent({}));
  session.print(
    body,
    () => `the hosts will try again; 'hercules contract watch ${id}' shows how it goes`,
  );
}
