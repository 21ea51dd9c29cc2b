import type { EventAnswer } from '../api/answers.js';
import type { Session } from '../session.js';
import { checkedId } from './contract-id.js';
import { watchEvents, type WatchOptions } from './event.js';

export async function watchContract(
  session: Session,
  id: string,
  options: WatchOptions,
): Promise<void> {
  const contract = checkedId(id);
  await watchEvents(session, options, (event) => isAbout(event, contract));
}

/** A report or an operation is about a contract too, when its data names it. */
function isAbout({ subject, data }: EventAnswer, contract: string): boolean {
  return subject.includes(contract) || JSON.stringify(data ?? null).includes(`"${contract}"`);
}
