import { Option, type Command } from 'commander';
import { apiToken, listOf, newApiToken, type TokenAnswer } from '../api/answers.js';
import { jsonContent, readAs } from '../api/api-client.js';
import type { CliIo } from '../cli-io.js';
import { timeSpan } from '../option-readers.js';
import { age } from '../output/age.js';
import { plainText } from '../output/plain-text.js';
import { fieldList, table, type Column } from '../output/table.js';
import { inSession, type Session } from '../session.js';

const scopes = ['read', 'contracts:write', 'charter:write', 'nodes:write', 'admin'];

export function addTokenCommands(program: Command, io: CliIo): void {
  const group = program.command('token').description('tokens for operators and programs');
  group
    .command('new')
    .description('make a token; it is shown this once')
    .requiredOption('--name <name>', 'who or what will use it')
    .addOption(
      new Option('--scope <scopes...>', 'what it may do').choices(scopes).makeOptionMandatory(),
    )
    .addOption(timeSpan('--expires <time>', 'time span after which it ends', '30d'))
    .action(inSession(io, newToken));
  group.command('list').description('list the tokens').action(inSession(io, listTokens));
  group
    .command('revoke <id>')
    .description('end a token at once')
    .action(inSession(io, revokeToken));
}

interface NewTokenOptions {
  readonly name: string;
  readonly scope: readonly string[];
  /** Milliseconds. */
  readonly expires: number;
}

async function newToken(session: Session, options: NewTokenOptions): Promise<void> {
  const { name, scope, expires } = options;
  const content = jsonContent({ name, scopes: scope, expiresInSeconds: expires / 1000 });
  const { body } = await session.api.post('/tokens', content);
  const made = readAs(newApiToken, body, 'new token');
  session.print(body, () =>
    fieldList({
      token: made.token,
      id: plainText(made.id),
      scopes: plainText(made.scopes.join(', ')),
      expires: made.expiresAt ?? 'never',
    }),
  );
  session.note('keep the token now: the controller stores only its hash and cannot show it again');
}

async function listTokens(session: Session): Promise<void> {
  const { body } = await session.api.get('/tokens');
  const { items } = readAs(listOf(apiToken), body, 'list of tokens');
  session.print(body, () => table(columns(session.io.now()), items));
}

async function revokeToken(session: Session, id: string): Promise<void> {
  await session.api.delete(`/tokens/${encodeURIComponent(id)}`);
  session.print({ id, revoked: true }, () => `token ${plainText(id)} is revoked\n`);
}

function columns(now: Date): readonly Column<TokenAnswer>[] {
  return [
    { title: 'id', cell: ({ id }) => plainText(id) },
    { title: 'name', cell: ({ name }) => plainText(name) },
    { title: 'scopes', cell: (token) => plainText(token.scopes.join(',')) },
    { title: 'expires', cell: ({ expiresAt }) => expiresAt ?? 'never' },
    { title: 'last used', cell: ({ lastUsedAt }) => age(lastUsedAt, now) },
    { title: 'state', cell: (token) => stateOf(token, now) },
  ];
}

function stateOf({ revokedAt, expiresAt }: TokenAnswer, now: Date): string {
  if (revokedAt != null) return 'revoked';
  return expiresAt != null && Date.parse(expiresAt) <= now.getTime() ? 'expired' : 'valid';
}
