import type { Command } from 'commander';
import { interfaces, joinToken, listOf, node } from '../api/answers.js';
import { jsonContent, readAs } from '../api/api-client.js';
import type { CliIo } from '../cli-io.js';
import { durationOption } from '../option-readers.js';
import { interfaceTable, nodeTable, nodeView } from '../output/node-view.js';
import { inSession, type Session } from '../session.js';
import { joinCommand } from './join-command.js';
import { trustAnchor } from './trust-anchor.js';

export function addNodeCommands(program: Command, io: CliIo): void {
  const group = program.command('node').alias('host').description('hosts');
  group
    .command('join <id>')
    .description(
      'make a one-time token for a host and show the command that its agent is started with',
    )
    .option('--expires <time>', 'time span after which the token ends', durationOption)
    .option(
      '--trust-anchor <anchor>',
      'by what the host knows your charter: its digest, the id of a key that signs it, or a file with either',
    )
    .action(inSession(io, joinNode));
  group.command('list').description('list the hosts').action(inSession(io, listNodes));
  group.command('show <id>').description('show a host').action(inSession(io, showNode));
  group
    .command('interfaces <id>')
    .description("show a host's interfaces as it last reported them")
    .option('--ours', 'only those that a contract made')
    .option('--foreign', 'only those that no contract made')
    .action(inSession(io, showInterfaces));
}

interface JoinOptions {
  /** Milliseconds; absent: as long as the controller chooses. */
  readonly expires?: number;
  /** Absent: the controller's charter, while it is version 1. */
  readonly trustAnchor?: string;
}

async function joinNode(session: Session, id: string, options: JoinOptions): Promise<void> {
  const { expires } = options;
  const anchor = await trustAnchor(session, options.trustAnchor);
  const wish = { node: id, ...(expires === undefined ? {} : { expiresInSeconds: expires / 1000 }) };
  const { body } = await session.api.post('/nodes/join-tokens', jsonContent(wish));
  const { token, expiresAt } = readAs(joinToken, body, 'join token');
  const command = joinCommand({ url: session.settings.url, token, anchor });
  session.print({ node: id, token, expiresAt, command }, () => `${command}\n`);
  session.note(`run this on the host '${id}' before ${expiresAt}; the token works once`);
  if (anchor === undefined) session.note(anchorNote);
}

const anchorNote =
  'add --trust-anchor with the digest of your charter or the id of a key that signs it, or give it to this command';

async function listNodes(session: Session): Promise<void> {
  const { body } = await session.api.get('/nodes');
  const { items } = readAs(listOf(node), body, 'list of nodes');
  session.print(body, () => nodeTable(items, session.io.now(), session.paint));
}

async function showNode(session: Session, id: string): Promise<void> {
  const { body } = await session.api.get(`/nodes/${encodeURIComponent(id)}`);
  const shown = readAs(node, body, 'node');
  session.print(body, () => nodeView(shown, session.io.now(), session.paint));
}

interface InterfacesOptions {
  readonly ours?: true;
  readonly foreign?: true;
}

async function showInterfaces(
  session: Session,
  id: string,
  { ours, foreign }: InterfacesOptions,
): Promise<void> {
  const owned = ours === foreign ? undefined : ours ? 'ours' : 'foreign';
  const { body } = await session.api.get(`/nodes/${encodeURIComponent(id)}/interfaces`, {
    query: { owned },
  });
  const { items } = readAs(interfaces, body, 'list of interfaces');
  session.print(body, () => interfaceTable(items));
}
