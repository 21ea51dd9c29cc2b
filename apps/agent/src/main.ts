import { parseArgs } from 'node:util';
import { builtInDrivers } from '#catalog';
import type { TrustAnchor } from '#contract';
import { KernelHost, hasNetAdmin } from '#netlink';
import { AgentError } from './agent-error.js';
import { runAgent } from './agent.js';
import { jsonLog } from './log.js';
import { StateDir } from './state-dir.js';

const usage = `hercules-agent: keeps one host as its signed contracts say

  --state DIR            where the agent remembers (default /var/lib/hercules-agent)
  --controller URL       where to call; needed once
  --join-token TOKEN     one-time token from 'hercules node join'; needed once
  --trust-anchor ANCHOR  sha256:… of version 1 of the charter, or the id of a key that signed it; needed once
  --poll SECONDS         how often to look without being told (default 30)
  --show-key             print the host's public key and end
  --help

The agent calls out only, listens on nothing and starts no other program. It needs CAP_NET_ADMIN.
`;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      state: { type: 'string', default: '/var/lib/hercules-agent' },
      controller: { type: 'string' },
      'join-token': { type: 'string' },
      'trust-anchor': { type: 'string' },
      poll: { type: 'string', default: '30' },
      'show-key': { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    process.stdout.write(usage);
    return;
  }
  if (values['show-key']) {
    const { kty, crv, x, kid } = new StateDir(values.state).identity();
    process.stdout.write(`${JSON.stringify({ kty, crv, x, kid })}\n`);
    return;
  }
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
  const anchor = values['trust-anchor'];
  const token = values['join-token'];
  const host = await KernelHost.open();
  try {
    await runAgent(
      {
        stateDir: values.state,
        drivers: builtInDrivers,
        host,
        clock: { now: () => new Date() },
        log: jsonLog,
        pollInterval: Number(values.poll) * 1000,
        ...(values.controller !== undefined && { controller: values.controller }),
        ...(token !== undefined && { joinToken: token }),
        ...(anchor !== undefined && { trustAnchor: trustAnchorOf(anchor) }),
      },
      stop.signal,
    );
  } finally {
    host.close();
  }
}

function trustAnchorOf(text: string): TrustAnchor {
  return (text.startsWith('sha256:') ? { digest: text } : { keyId: text }) as TrustAnchor;
}

main().catch((cause: unknown) => {
  const message = cause instanceof Error ? cause.message : String(cause);
  process.stderr.write(`hercules-agent: ${message}\n`);
  process.exitCode = 1;
});
