import type { Command } from 'commander';
import { driver, listOf, type DriverAnswer } from '../api/answers.js';
import { readAs } from '../api/api-client.js';
import type { CliIo } from '../cli-io.js';
import { plainText } from '../output/plain-text.js';
import { table, type Column } from '../output/table.js';
import { inSession, type Session } from '../session.js';
import { checkDrivers } from './driver-check.js';

export function addDriverCommands(program: Command, io: CliIo): void {
  const group = program
    .command('driver')
    .description('kinds of workload that the controller knows');
  group.command('list').description('list the drivers').action(inSession(io, listDrivers));
  group
    .command('schema <type>')
    .description("show the JSON Schema of a driver's workload data")
    .action(inSession(io, showSchema));
  group
    .command('check <package-or-type>')
    .description(
      'hold a driver to all that drivers must do, on a model of a host; needs no controller',
    )
    .option('--json', 'the answer as JSON, as with --output json')
    .addHelpText('after', checkHelp)
    .action(inSession(io, checkDrivers));
}

const checkHelp = `
A name that begins with '.', '/' or '@', or that no driver has as its type, is that of a package: as npm installed it, or
a path to its built folder. A type is one of ours, or of the packages that 'drivers' in the settings (or
HERCULES_DRIVERS) names. The exit status is 0 only where every check has passed.`;

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
