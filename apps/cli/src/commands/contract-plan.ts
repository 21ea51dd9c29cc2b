import { readAs, type Answer } from '../api/api-client.js';
import { plan, type PlanAnswer } from '../api/contract-answers.js';
import { CliError } from '../cli-error.js';
import { readInput } from '../files.js';
import { planView } from '../output/plan-view.js';
import type { Session } from '../session.js';
import { isContractId } from './contract-id.js';

export async function planContract(session: Session, source: string): Promise<void> {
  const { body } = await plannedBy(session, source);
  printPlan(session, readAs(plan, body, 'plan'), body);
}

/**
 * Shows a plan.
 * @throws CliError `refused` afterwards when a host cannot carry it out.
 */
export function printPlan(session: Session, shown: PlanAnswer, whole: unknown): void {
  session.print(whole, () => planView(shown, session.paint));
  const unable = shown.hosts.filter(({ problems }) => problems.length > 0);
  if (unable.length === 0) return;
  const names = unable.map(({ node }) => node).join(', ');
  throw new CliError('refused', `no plan can be made for ${names}: mend the problems shown above`);
}

async function plannedBy(session: Session, source: string): Promise<Answer> {
  if (await isContractId(source)) return session.api.get(`/contracts/${source}/plan`);
  const bytes = await readInput(source, session.io);
  return session.api.post('/plans', { bytes, type: 'application/json' });
}
