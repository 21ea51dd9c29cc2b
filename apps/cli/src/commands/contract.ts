import { Option, type Command } from 'commander';
import type { CliIo } from '../cli-io.js';
import { assignmentsOption, countOption, timeSpan, manyOption } from '../option-readers.js';
import { inSession } from '../session.js';
import { getContract } from './contract-get.js';
import { listContracts } from './contract-list.js';
import { newContract } from './contract-new.js';
import { showHandoff } from './contract-handoff.js';
import { peerSheetFormats, showPeerSheet } from './contract-peer-sheet.js';
import { planContract } from './contract-plan.js';
import { showContract } from './contract-show.js';
import { signContract } from './contract-sign.js';
import { showStatus } from './contract-status.js';
import { submitContract } from './contract-submit.js';
import { validateContract } from './contract-validate.js';
import { watchContract } from './contract-watch.js';
import { confirmContract, retryContract } from './contract-word.js';
import { addWaitOptions } from './operation.js';

export function addContractCommands(program: Command, io: CliIo): void {
  const group = program.command('contract').description('what network is wanted on which hosts');
  addNew(group, io);
  addOffline(group, io);
  addSubmit(group, io);
  addWords(group, io);
  addQuestions(group, io);
}

function addNew(group: Command, io: CliIo): void {
  group
    .command('new')
    .description('write a contract ready to edit and sign')
    .requiredOption('--out <file>', 'file for the payload')
    .addOption(
      new Option(
        '--template <name>',
        'what to begin with: a bridge on each host, joined by a VXLAN segment',
      )
        .choices(['bridge-vxlan'])
        .default('bridge-vxlan'),
    )
    .option('--charter <file>', 'charter of the site (default: the one in force at the controller)')
    .option(
      '--node <id...>',
      'a host that takes part; id=link names the underlay that it uses',
      manyOption,
    )
    .option('--address <node=cidr...>', "a host's own address on the bridge", assignmentsOption)
    .option('--vni <number>', 'VXLAN network identifier', countOption)
    .option('--port <number>', 'UDP port of the segment', countOption)
    .option('--mtu <bytes>', 'of bridge and segment', countOption)
    .option('--title <text>', 'for people')
    .option('--tenant <name>', 'whose contract it is', 'default')
    .addOption(timeSpan('--valid-for <time>', 'how long from now', '365d'))
    .option('--next <file|id>', 'the version after this one, with its workloads')
    .option('--set <pointer=json...>', 'put a value anywhere (JSON Pointer)', assignmentsOption)
    .option('--force', 'replace a file that exists')
    .action(inSession(io, newContract));
}

function addOffline(group: Command, io: CliIo): void {
  group
    .command('validate <file>')
    .description('check a payload or an envelope without a controller')
    .option('--charter <file>', 'check against the hosts and rules of this charter too')
    .action(inSession(io, validateContract));
  const sign = group
    .command('sign <file|id>')
    .description('add a signature to a payload, to an envelope or to a contract at the controller')
    .requiredOption('--key <file>', 'signing key')
    .option('--out <file>', 'envelope to write or to add to (default: <file>.signed.json)')
    .option('--submit', 'give the signature to the controller, for the contract that it has')
    .action(inSession(io, signContract));
  addWaitOptions(sign);
}

function addSubmit(group: Command, io: CliIo): void {
  const submit = group
    .command('submit <file>')
    .description('give a signed contract to the controller')
    .option('--dry-run', 'only check it and show the plan')
    .action(inSession(io, submitContract));
  addWaitOptions(submit);
}

function addWords(group: Command, io: CliIo): void {
  group
    .command('confirm <id>')
    .description('let a change that waits for its confirmation stay')
    .action(inSession(io, confirmContract));
  group
    .command('retry <id>')
    .description('have hosts try again what they took back or froze')
    .action(inSession(io, retryContract));
}

function addQuestions(group: Command, io: CliIo): void {
  group
    .command('plan <file|id>')
    .description('show what would change on each host')
    .action(inSession(io, planContract));
  group
    .command('handoff <id>')
    .description('say what switches and other ends must be set up for, in Markdown or JSON')
    .action(inSession(io, showHandoff));
  group
    .command('peer-sheet <id> <workload>')
    .description('say what the other end of a tunnel must be set up for, without secrets')
    .addOption(
      new Option('--format <name>', 'for people, for programs, or as a swanctl.conf of strongSwan')
        .choices(peerSheetFormats)
        .default('md'),
    )
    .option('--end <node>', 'our end that the sheet mirrors, where both are ours')
    .option('--out <directory>', 'write the files of strongSwan there')
    .action(inSession(io, showPeerSheet));
  group
    .command('status <id>')
    .description('show how each host is doing')
    .action(inSession(io, showStatus));
  group
    .command('watch <id>')
    .description('show what happens to a contract; interrupt to end')
    .option('--after <seq>', 'begin behind this sequence number')
    .action(inSession(io, watchContract));
  group
    .command('list')
    .description('list the contracts')
    .option('--state <state>', 'only those in this state')
    .action(inSession(io, listContracts));
  group.command('show <id>').description('show a contract').action(inSession(io, showContract));
  group
    .command('get <id>')
    .description('write the signed envelope of a contract to a file')
    .requiredOption('--out <file>', "where to; '-' is standard output")
    .option('--version <number>', 'an earlier version', countOption)
    .action(inSession(io, getContract));
}
