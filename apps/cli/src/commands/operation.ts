import type { Command } from 'commander';
import { readAs } from '../api/api-client.js';
import { operation } from '../api/contract-answers.js';
import type { CliIo } from '../cli-io.js';
import { timeSpan } from '../option-readers.js';
import { operationView } from '../output/operation-view.js';
import { inSession, type Session } from '../session.js';
import { waitForOperation } from '../wait.js';
import { listOperations } from './operation-list.js';

export function addOperationCommands(program: Command, io: CliIo): void {
  const group = program.command('operation').description('roll-outs of contracts to hosts');
  group.command('list').description('list the roll-outs').action(inSession(io, listOperations));
  const show = group
    .command('show <id>')
    .description('show how far a roll-out is')
    .action(inSession(io, showOperation));
  addWaitOptions(show);
}

export interface WaitOptions {
  /** Absent: do not wait. */
  readonly wait?: true;
  /** Milliseconds. */
  readonly waitTimeout: number;
}

/** The options of every command that can wait for a roll-out. */
export function addWaitOptions(command: Command): Command {
  return command
    .option('--wait', 'wait for the end of the roll-out and show its progress')
    .addOption(timeSpan('--wait-timeout <time>', 'longest wait, as in 90s or 10m', '5m'));
}

async function showOperation(session: Session, id: string, options: WaitOptions): Promise<void> {
  if (options.wait) await waitForOperation(session, id, options.waitTimeout);
  const { body } = await session.api.get(`/operations/${encodeURIComponent(id)}`);
  const shown = readAs(operation, body, 'operation');
  session.print(body, () => operationView(shown, session.paint));
}
