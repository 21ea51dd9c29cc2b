export { runCli } from './run-cli.js';
export type { CliIo, TextSink } from './cli-io.js';
