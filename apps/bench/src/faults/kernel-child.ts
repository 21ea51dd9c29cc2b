import { JournalFiles } from '#apps/agent';
import { ChangeControl, type HostPort } from '#engine';
import { KernelHost } from '#netlink';
import { FaultyHost, type Fault } from './faulty-host.js';
import { scenarios } from './scenarios.js';

/**
 * One life of an agent in the namespace of this process: `prepare` brings about what stands before a scenario, `change`
 * makes the change (with a fault, if told), `recover` is a start after a death. Prints the number of operations.
 */
const [task = '', directory = '', name = '', pairs = '', at = '', kind = ''] =
  process.argv.slice(2);

const scenario = scenarios(Number(pairs)).find((entry) => entry.name === name);
if (scenario === undefined) throw new Error(`there is no scenario '${name}'`);
const { contract, wanted, previous } = scenario;
const kernel = await KernelHost.open();
const fault: Fault | undefined =
  at === '' ? undefined : { at: Number(at), kind: kind === 'kill' ? 'kill' : 'error' };
const host: HostPort = fault === undefined ? kernel : new FaultyHost(kernel, fault, die);
const control = new ChangeControl({
  host,
  journal: new JournalFiles(directory),
  clock: { now: () => new Date() },
  timers: { after: () => () => undefined },
  onReverted: () => undefined,
});

switch (task) {
  case 'prepare':
    await carryOut({ contract, version: 1, digest: 'first', wanted: previous, previous: [] });
    break;
  case 'change':
    await carryOut({ contract, version: 2, digest: 'second', wanted, previous });
    break;
  case 'recover':
    process.stdout.write(JSON.stringify(await control.recover()));
    break;
  default:
    throw new Error(`there is no task '${task}'`);
}
kernel.close();

async function carryOut(change: Parameters<ChangeControl['carryOut']>[0]): Promise<void> {
  const outcome = await control.carryOut(change, await host.observe());
  const operations = 'plan' in outcome ? outcome.plan.operations.length : 0;
  process.stdout.write(JSON.stringify({ state: outcome.state, operations }));
}

/** As the kernel's out-of-memory killer would do it: no handler, no farewell. */
async function die(): Promise<never> {
  process.kill(process.pid, 'SIGKILL');
  return new Promise<never>(() => undefined);
}
