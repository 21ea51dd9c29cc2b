import type { Command } from 'commander';
import type { EventAnswer } from '../api/answers.js';
import { followEvents } from '../api/follow-events.js';
import { storedEvents } from '../api/stored-events.js';
import type { CliIo } from '../cli-io.js';
import { eventLine } from '../output/event-view.js';
import { listReceivers } from './event-receivers.js';
import { inSession, type Session } from '../session.js';

export function addEventCommands(program: Command, io: CliIo): void {
  const group = program.command('event').description('what happens at the controller and on hosts');
  group
    .command('list')
    .description('show what has happened')
    .option('--after <seq>', 'begin behind this sequence number', '0')
    .action(inSession(io, listEvents));
  group
    .command('watch')
    .description('show events as they happen; interrupt to end')
    .option('--after <seq>', 'begin behind this sequence number; 0: with the oldest that is kept')
    .action(inSession(io, watchAll));
  group
    .command('receivers')
    .description('list who outside is told what happens (SIEM, webhooks), and how far')
    .action(inSession(io, listReceivers));
}

export interface WatchOptions {
  readonly after?: string;
}

async function listEvents(session: Session, { after }: { readonly after: string }): Promise<void> {
  const items = await storedEvents(session.api, after);
  session.print({ items }, () => items.map((event) => eventLine(event, session.paint)).join(''));
}

async function watchAll(session: Session, options: WatchOptions): Promise<void> {
  await watchEvents(session, options, () => true);
}

/** Shows those events that are wanted until the program is interrupted. */
export async function watchEvents(
  session: Session,
  { after }: WatchOptions,
  isWanted: (event: EventAnswer) => boolean,
): Promise<void> {
  const { api, io, settings, paint } = session;
  const start = after === undefined ? {} : { after };
  for await (const event of followEvents(api, { ...start, stop: io.signal })) {
    if (!isWanted(event)) continue;
    io.stdout.write(
      settings.format === 'table' ? eventLine(event, paint) : `${JSON.stringify(event)}\n`,
    );
  }
}
