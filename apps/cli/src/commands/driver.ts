import type { Command } from 'commander';
import { driver, listOf, type DriverAnswer } from '../api/answers.js';
import { readAs } from '../api/api-client.js';
import type { CliIo } from '../cli-io.js';
import { plainText } from '../output/plain-text.js';
import { table, type Column } from '../output/table.js';
import { inSession, type Session } from '../session.js';

export function addDriverCommands(program: Command, io: CliIo): void {
  const group = program
    .command('driver')
    .description('kinds of workload that the controller knows');
  group.command('list').description('list the drivers').action(inSession(io, listDrivers));
  group
    .command('schema <type>')
    .description("show the JSON Schema of a driver's workload data")
    .action(inSession(io, showSchema));
}

const columns: readonly Column<DriverAnswer>[] = [
  { title: 'type', cell: ({ type }) => plainText(type) },
  { title: 'title', cell: ({ title }) => plainText(title) },
];

async function listDrivers(session: Session): Promise<void> {
  const { body } = await session.api.get('/drivers');
  const { items } = readAs(listOf(driver), body, 'list of drivers');
  session.print(body, () => table(columns, items));
}

async function showSchema(session: Session, type: string): Promise<void> {
  const { body } = await session.api.get(`/drivers/${encodeURIComponent(type)}/schema`);
  session.print(body, () => `${JSON.stringify(body, undefined, 2)}\n`);
}
