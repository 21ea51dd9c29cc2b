import { execa } from 'execa';
import type { LabAnswer, LabCalls, LabRequest } from './lab-calls.js';
import { LabPrograms } from './lab-programs.js';
import { describeLink, ping, run, snapshot } from './lab-probes.js';
import { bpfDirectory, topology, type Batch } from './topology.js';

/** The process inside the namespaces: builds what is asked for, and ends when nobody asks any more. */
const programs = new LabPrograms();

const calls: LabCalls = {
  async build({ directory, trustAnchor }) {
    await execa('mount', ['-t', 'tmpfs', 'tmpfs', '/run']);
    await execa('mkdir', [bpfDirectory]);
    await execa('mount', ['-t', 'bpf', 'bpf', bpfDirectory], { reject: false });
    await furnish(topology());
    await programs.startController(directory, trustAnchor);
    await programs.startGateway(directory);
  },
  furnish,
  startProgram: (options) => programs.startProgram(options),
  stopProgram: (name) => programs.stopProgram(name),
  startAgent: (options) => programs.startAgent(options),
  stopAgent: (host) => programs.stopAgent(host),
  killAgent: (host) => programs.killAgent(host),
  killController: () => programs.killController(),
  startController: () => programs.restartController(),
  tamper: (mode) => programs.tamper(mode),
  ping,
  snapshot,
  describeLink,
  run,
};

async function furnish(batches: readonly Batch[]): Promise<void> {
  for (const { namespace, commands } of batches) {
    const where = namespace === undefined ? [] : ['-n', namespace];
    await execa('ip', [...where, '-batch', '-'], { input: `${commands.join('\n')}\n` });
  }
}

async function answer(request: LabRequest): Promise<LabAnswer> {
  try {
    const call = calls[request.call] as (argument: unknown) => Promise<unknown>;
    return { id: request.id, value: await call(request.argument) };
  } catch (cause) {
    return { id: request.id, error: cause instanceof Error ? cause.message : String(cause) };
  }
}

process.on('message', (request: LabRequest) => {
  void answer(request).then((reply) => {
    if (process.connected) process.send?.(reply);
  });
});
process.once('disconnect', () => {
  void programs.stopAll().then(() => process.exit(0));
});
// Ctrl-C reaches the whole foreground group; the one who opened the lab closes it.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => undefined);
