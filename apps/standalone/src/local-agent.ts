import { readFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { joinController, jsonLog, runAgent, type WatchedHost } from '#apps/agent';
import type { Digest, TrustAnchor } from '#contract';
import type { AnyDriver } from '#drivers';
import type { Tracer } from '#trace';

export interface LocalAgentOptions {
  /** Base address of the controller in this process. */
  readonly controller: string;
  readonly dataDir: string;
  /** Absent: the first charter that the controller beside it has accepted. Both are one domain of trust here. */
  readonly trustAnchor?: TrustAnchor;
  readonly drivers: readonly AnyDriver[];
  readonly host: WatchedHost;
  readonly tracer?: Tracer;
}

const clock = { now: (): Date => new Date() };

/** The agent of this very machine, joined to the controller beside it without anybody's doing. */
export async function runLocalAgent(
  options: LocalAgentOptions,
  signal: AbortSignal,
): Promise<void> {
  const { controller, dataDir, drivers, host, tracer } = options;
  const stateDir = join(dataDir, 'agent');
  const token = (await readFile(join(dataDir, 'admin-token'), 'utf8')).trim();
  const call = (method: string, path: string, body?: object): Promise<Response> =>
    fetch(`${controller}/api/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });

  const issued = await call('POST', '/nodes/join-tokens', { node: localNodeName() });
  const { token: joinToken } = (await issued.json()) as { token: string };
  const node = await joinController({ stateDir, controller, joinToken, clock });
  jsonLog('info', 'this machine has joined', { node });

  const trustAnchor = options.trustAnchor ?? (await firstCharter(call, signal));
  if (trustAnchor === undefined) return;
  const common = { stateDir, controller, clock, host, log: jsonLog, ...(tracer && { tracer }) };
  await runAgent({ ...common, drivers, trustAnchor }, signal);
}

/** The name under which this machine joins; the charter is to list it so. */
export function localNodeName(name = hostname()): string {
  const cleaned = name
    .toLowerCase()
    .replace(/[^a-z0-9.-]/g, '-')
    .slice(0, 63);
  return cleaned.replace(/^[.-]+|[.-]+$/g, '') || 'local';
}

async function firstCharter(
  call: (method: string, path: string) => Promise<Response>,
  signal: AbortSignal,
): Promise<TrustAnchor | undefined> {
  while (!signal.aborted) {
    const answer = await call('GET', '/charter');
    if (answer.ok) {
      const { version, digest } = (await answer.json()) as { version: number; digest: Digest };
      if (version === 1) return { digest };
    }
    await sleep(1000, undefined, { signal }).catch(() => undefined);
  }
  return undefined;
}
