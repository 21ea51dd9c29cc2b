import type { Cast } from '../cast.js';
import { labHosts } from '../topology.js';

export async function hostsJoin({ api, lab, say, site }: Cast): Promise<void> {
  say.chapter(
    'Two hosts join with one-time tokens; from then on each signs its requests with its own key',
  );
  const trustAnchor = site.people.alice.kid;
  for (const { name } of labHosts) {
    const { token } = await api.post<{ token: string }>('/nodes/join-tokens', { node: name });
    await lab.startAgent({ host: name, joinToken: token, trustAnchor });
  }
  for (const { id, publicKey } of await site.joinedNodes())
    say.line(`${id}  key ${publicKey?.kid ?? ''}`);
}
