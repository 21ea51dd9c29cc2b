import { Command, Option } from 'commander';
import type { CliIo } from './cli-io.js';
import { addCharterCommands } from './commands/charter.js';
import { addContractCommands } from './commands/contract.js';
import { addDriverCommands } from './commands/driver.js';
import { addEventCommands } from './commands/event.js';
import { addKeyCommands } from './commands/key.js';
import { addNodeCommands } from './commands/node.js';
import { addOperationCommands } from './commands/operation.js';
import { addSecretCommands } from './commands/secret.js';
import { addTokenCommands } from './commands/token.js';
import { addUsageCommands } from './commands/usage.js';
import { addVersionCommand } from './commands/version.js';
import { describeExitCodes } from './exit-codes.js';
import { timeSpan } from './option-readers.js';
import { outputFormats } from './output/formatted.js';
import { defaultUrl } from './settings.js';

/** The whole command line. It never ends the process: Commander's errors are thrown. */
export function createProgram(io: CliIo): Command {
  const program = new Command('hercules');
  program
    .description(
      'Networks between hosts by signed contracts: keys, charters, contracts and what became of them.',
    )
    .exitOverride()
    .configureOutput({
      writeOut: (text) => {
        io.stdout.write(text);
      },
      writeErr: (text) => {
        io.stderr.write(text);
      },
      outputError: (text, write) => {
        write(text.replace(/^error: /, 'hercules: '));
      },
    })
    .configureHelp({ showGlobalOptions: true })
    .showHelpAfterError("(add --help for the command's options)")
    .addHelpText('after', `\n${describeExitCodes()}`);
  addGlobalOptions(program);
  addCommands(program, io);
  return program;
}

function addGlobalOptions(program: Command): void {
  program
    .option('--url <url>', `the controller (environment: HERCULES_URL; default: ${defaultUrl})`)
    .option('--token <token>', 'operator token (environment: HERCULES_TOKEN)')
    .option('--token-file <file>', 'file that holds the token (environment: HERCULES_TOKEN_FILE)')
    .addOption(
      new Option('-o, --output <format>', 'how answers are shown')
        .choices(outputFormats)
        .default('table'),
    )
    .option('--no-color', 'no colours (environment: NO_COLOR)')
    .addOption(timeSpan('--timeout <time>', 'longest wait for an answer', '30s'));
}

function addCommands(program: Command, io: CliIo): void {
  addKeyCommands(program, io);
  addCharterCommands(program, io);
  addContractCommands(program, io);
  addNodeCommands(program, io);
  addOperationCommands(program, io);
  addEventCommands(program, io);
  addDriverCommands(program, io);
  addSecretCommands(program, io);
  addTokenCommands(program, io);
  addUsageCommands(program, io);
  addVersionCommand(program, io);
}
