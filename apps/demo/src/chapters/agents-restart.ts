import type { Cast } from '../cast.js';
import { startAgent } from '../host-agents.js';
import { labHosts } from '../topology.js';

/** Answers with the messages that changed something when everything was brought about a second time. */
export async function agentsRestart(cast: Cast): Promise<number> {
  const { lab, say, site } = cast;
  say.chapter('Both agents start anew and bring everything about once more');
  const since = new Date().toISOString();
  for (const { name } of labHosts) {
    await lab.stopAgent(name);
    await startAgent(cast, name);
  }
  const hosts = await site.everyHost('applied', since);
  const writes = hosts.reduce((sum, entry) => sum + (entry.writes ?? Number.NaN), 0);
  say.check(writes === 0, `${writes} messages that change something were sent to the kernels`);
  return writes;
}
