#!/usr/bin/env node
import { driverNames, lendDriverKit, loadCatalogue } from '#catalog';
import { hasNetAdmin } from '#netlink';
import { AgentError } from './agent-error.js';
import { openAgentTracer } from './agent-tracer.js';
import { readFlags, usage, type AgentFlags } from './agent-flags.js';
import { runAgent } from './agent.js';
import { jsonLog } from './log.js';
import { keepHeapSmall } from './small-heap.js';
import { openHost } from './open-host.js';
import { tunnelsOf } from './tunnels-of.js';
import { StateDir } from './state-dir.js';

async function main(): Promise<void> {
  const flags = readFlags(process.argv.slice(2));
  if (flags.help) {
    process.stdout.write(usage);
  } else if (flags.showKey) {
    const { kty, crv, x, kid } = new StateDir(flags.state).identity();
    process.stdout.write(`${JSON.stringify({ kty, crv, x, kid })}\n`);
  } else {
    await run(flags);
  }
}

async function run({ state, config, userspaceEsp, warnings, ...flags }: AgentFlags): Promise<void> {
  for (const warning of warnings) jsonLog('warn', warning);
  if (!hasNetAdmin()) {
    throw new AgentError(
      'not-privileged',
      'the agent needs the capability CAP_NET_ADMIN to set up networks: start it as root or grant it that capability',
    );
  }
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      stop.abort();
    });
  }
  const tracer = await openAgentTracer();
  const { drivers, kinds } = await loadCatalogue(driverNames(config, process.env));
  const tunnels = { ...tunnelsOf(state, jsonLog), userspaceEsp };
  const host = await openHost({ kinds, tunnels, tracer });
  try {
    const clock = { now: (): Date => new Date() };
    await runAgent(
      {
        ...flags,
        stateDir: state,
        drivers,
        host,
        clock,
        log: jsonLog,
        tracer,
      },
      stop.signal,
    );
  } finally {
    host.close();
    await tracer.close();
  }
}

keepHeapSmall();
lendDriverKit();
main().catch((cause: unknown) => {
  process.stderr.write(
    `hercules-agent: ${cause instanceof Error ? cause.message : String(cause)}\n`,
  );
  process.exitCode = 1;
});
