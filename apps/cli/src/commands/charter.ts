import type { Command } from 'commander';
import type { CliIo } from '../cli-io.js';
import { assignmentsOption, timeSpan } from '../option-readers.js';
import { inSession } from '../session.js';
import { newCharter } from './charter-new.js';
import { showCharter } from './charter-show.js';
import { signCharter } from './charter-sign.js';
import { submitCharter } from './charter-submit.js';

/** Who may decide what at a site. */
export function addCharterCommands(program: Command, io: CliIo): void {
  const group = program.command('charter').description('who may decide what at a site');
  addNew(group, io);
  group
    .command('sign <file>')
    .description('add a signature to a charter payload or to its envelope')
    .requiredOption('--key <file>', 'signing key')
    .option('--out <file>', 'envelope to write or to add to (default: <file>.signed.json)')
    .action(inSession(io, signCharter));
  group
    .command('submit <file>')
    .description('give a signed charter to the controller')
    .action(inSession(io, submitCharter));
  group
    .command('show')
    .description('show the charter in force')
    .option('--out <file>', 'write its envelope to a file')
    .action(inSession(io, showCharter));
}

function addNew(group: Command, io: CliIo): void {
  group
    .command('new')
    .description('write a charter ready to edit and sign')
    .requiredOption('--out <file>', 'file for the payload')
    .option('--title <text>', 'for people')
    .option(
      '--principal <id=key:roles...>',
      'who decides, with roles joined by commas or without; the key is a file or a public JWK; an id may have two keys',
      assignmentsOption,
    )
    .option(
      '--node <id=key...>',
      'a host; the key is a file, a public JWK or the key id of a host that joined',
      assignmentsOption,
    )
    .option('--from-controller', 'take in every host that has joined, with its addresses')
    .option(
      '--underlay <node=link:address,address...>',
      'link and addresses by which other hosts reach a host',
      assignmentsOption,
    )
    .option(
      '--parent <node=link...>',
      'a link of the host that contracts may use',
      assignmentsOption,
    )
    .addOption(timeSpan('--valid-for <time>', 'how long from now', '365d'))
    .option('--next <file>', 'the version after this payload or envelope, with what is given added')
    .option('--force', 'replace a file that exists')
    .action(inSession(io, newCharter));
}
