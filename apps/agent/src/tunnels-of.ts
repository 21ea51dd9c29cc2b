import { resolve } from 'node:path';
import type { Log } from './log.js';
import type { OpenHostOptions } from './open-host.js';
import { StateDir } from './state-dir.js';

/** The tunnels of the host whose agent remembers in this directory; what becomes of them is logged. */
export function tunnelsOf(stateDir: string, log: Log): NonNullable<OpenHostOptions['tunnels']> {
  return {
    directory: resolve(stateDir, 'charon'),
    identity: new StateDir(stateDir).identity(),
    onHealth: ({ name, state, reason, hint }) => {
      const level = state === 'degraded' || state === 'down' ? 'warn' : 'info';
      log(level, 'a tunnel is another way than before', { tunnel: name, state, reason, hint });
    },
  };
}
