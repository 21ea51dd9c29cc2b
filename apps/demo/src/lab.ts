import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { LabAnswer, LabCalls, LabRequest } from './lab-calls.js';
import { ownNamespaces } from './own-namespaces.js';

/** A lab in namespaces of its own. Ends, with all that is in it, when it is closed or this process ends. */
export interface Lab extends LabCalls {
  close(): Promise<void>;
}

/**
 * Starts the process that lives inside the namespaces, by default the one built beside this file, with what is added to
 * the environment of all programs in it.
 */
export async function openLab(
  inside = builtProgram(),
  environment: Readonly<Record<string, string>> = {},
): Promise<Lab> {
  const [program, ...args] = await ownNamespaces();
  const child = spawn(program, [...args, process.execPath, inside], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    env: { ...process.env, ...environment },
  });
  const ask = caller(child);
  return {
    build: (argument) => ask({ call: 'build', argument }),
    startAgent: (argument) => ask({ call: 'startAgent', argument }),
    furnish: (argument) => ask({ call: 'furnish', argument }),
    startProgram: (argument) => ask({ call: 'startProgram', argument }),
    stopProgram: (argument) => ask({ call: 'stopProgram', argument }),
    stopAgent: (argument) => ask({ call: 'stopAgent', argument }),
    killAgent: (argument) => ask({ call: 'killAgent', argument }),
    killController: () => ask({ call: 'killController', argument: undefined }),
    startController: () => ask({ call: 'startController', argument: undefined }),
    tamper: (argument) => ask({ call: 'tamper', argument }),
    ping: (argument) => ask({ call: 'ping', argument }),
    snapshot: (argument) => ask({ call: 'snapshot', argument }),
    describeLink: (argument) => ask({ call: 'describeLink', argument }),
    run: (argument) => ask({ call: 'run', argument }),
    close: () => close(child),
  };
}

function builtProgram(): string {
  return fileURLToPath(import.meta.resolve('./inside-lab.js'));
}

type WithoutId<T> = T extends { readonly id: number } ? Omit<T, 'id'> : never;

/** The answer's type is that of the call, see `LabCalls`. */
function caller(child: ChildProcess): (request: WithoutId<LabRequest>) => Promise<never> {
  const waiting = new Map<number, (answer: LabAnswer) => void>();
  let next = 1;
  child.on('message', (answer: LabAnswer) => {
    waiting.get(answer.id)?.(answer);
    waiting.delete(answer.id);
  });
  child.once('exit', () => {
    for (const [id, settle] of waiting) settle({ id, error: 'the lab has ended' });
    waiting.clear();
  });
  return (request) =>
    new Promise((resolve, reject) => {
      const id = next++;
      waiting.set(id, (answer) => {
        if ('error' in answer) reject(new Error(`${request.call}: ${answer.error}`));
        else resolve(answer.value as never);
      });
      child.send({ ...request, id });
    });
}

async function close(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = once(child, 'exit');
  child.disconnect();
  await exit;
}
