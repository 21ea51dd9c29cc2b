import { serializeEnvelope, type PublicKey } from '#contract';
import type { Cast } from '../cast.js';
import { charterPayload, signedBy } from '../site.js';

export async function charter({ api, say, site }: Cast): Promise<void> {
  say.chapter('Alice (network) and Bob (security) sign the charter of the site');
  const keys = new Map<string, PublicKey>();
  for (const { id, publicKey } of await site.joinedNodes())
    if (publicKey !== null) keys.set(id, publicKey);
  const payload = charterPayload(site.people, keys, site.now);
  const envelope = await signedBy('charter', payload, Object.values(site.people), new Date());
  await api.post('/charter', serializeEnvelope(envelope));
  await site.charterEverywhere(1);
  say.check(true, 'both hosts have checked its signatures themselves and accepted it');
}
