import type { Cast } from '../cast.js';
import { startAgent } from '../host-agents.js';
import { labHosts } from '../topology.js';

export async function hostsJoin(cast: Cast): Promise<void> {
  const { api, say, site } = cast;
  say.chapter(
    'Two hosts join with one-time tokens; from then on each signs its requests with its own key',
  );
  for (const { name } of labHosts) {
    const { token } = await api.post<{ token: string }>('/nodes/join-tokens', { node: name });
    await startAgent(cast, name, token);
  }
  for (const { id, publicKey } of await site.joinedNodes())
    say.line(`${id}  key ${publicKey?.kid ?? ''}`);
}
