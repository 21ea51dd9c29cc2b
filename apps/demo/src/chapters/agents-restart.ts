import type { Cast } from '../cast.js';
import { labHosts } from '../topology.js';

/** Answers with the messages that changed something when everything was brought about a second time. */
export async function agentsRestart({ lab, say, site }: Cast): Promise<number> {
  say.chapter('Both agents start anew and bring everything about once more');
  const since = new Date().toISOString();
  const trustAnchor = site.people.alice.kid;
  for (const { name } of labHosts) {
    await lab.stopAgent(name);
    await lab.startAgent({ host: name, trustAnchor });
  }
  const hosts = await site.everyHost('applied', since);
  const writes = hosts.reduce((sum, entry) => sum + (entry.writes ?? Number.NaN), 0);
  say.check(writes === 0, `${writes} messages that change something were sent to the kernels`);
  return writes;
}
