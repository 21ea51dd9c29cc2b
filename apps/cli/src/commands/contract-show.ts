import { readAs } from '../api/api-client.js';
import { contractView } from '../api/contract-answers.js';
import { contractFields } from '../output/contract-view.js';
import type { Session } from '../session.js';
import { checkedId } from './contract-id.js';

export async function showContract(session: Session, id: string): Promise<void> {
  const { body } = await session.api.get(`/contracts/${checkedId(id)}`);
  const contract = readAs(contractView, body, 'contract');
  session.print(body, () => contractFields(contract, session.paint));
}
