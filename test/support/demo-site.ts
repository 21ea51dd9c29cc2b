import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { serializeEnvelope, type PublicKey } from '#contract';
import {
  Api,
  charterPayload,
  openLab,
  openRelay,
  Operators,
  readToken,
  signedBy,
  waitUntil,
  type Lab,
  type Relay,
} from '#apps/demo';

/** The built controller and two built agents in namespaces of their own, enrolled and with a charter in force. */
export interface DemoSite {
  readonly lab: Lab;
  readonly api: Api;
  readonly operators: Operators;
  readonly directory: string;
  close(): Promise<void>;
}

export async function openDemoSite(
  changeCharter: (charter: object) => object = (same) => same,
): Promise<DemoSite> {
  const directory = mkdtempSync(join(tmpdir(), 'hercules-acceptance-'));
  const lab = await openLab(resolve('dist/apps/demo/src/inside-lab.js'));
  const relay = await openRelay(join(directory, 'controller.sock'), 0);
  const api = new Api(relay.url, () => readToken(directory));
  const operators = new Operators(api);
  const site: DemoSite = {
    lab,
    api,
    operators,
    directory,
    close: () => closeAll(lab, relay, directory),
  };
  try {
    await enrol(site, relay, changeCharter);
    return site;
  } catch (cause) {
    await site.close();
    throw cause;
  }
}

async function enrol(
  { lab, api, operators, directory }: DemoSite,
  relay: Relay,
  changeCharter: (charter: object) => object,
): Promise<void> {
  const trustAnchor = operators.people.alice.kid;
  await lab.build({ directory, trustAnchor });
  await waitUntil('the controller answers', async () => {
    const { ok } = await fetch(`${relay.url}/readyz`);
    return ok ? true : undefined;
  });
  for (const host of ['host-a', 'host-b']) {
    const { token } = await api.post<{ token: string }>('/nodes/join-tokens', { node: host });
    await lab.startAgent({ host, joinToken: token, trustAnchor });
  }
  const keys = new Map<string, PublicKey>();
  for (const { id, publicKey } of await operators.joinedNodes())
    if (publicKey !== null) keys.set(id, publicKey);
  const payload = changeCharter(charterPayload(operators.people, keys, operators.now));
  const envelope = await signedBy('charter', payload, Object.values(operators.people), new Date());
  await api.post('/charter', serializeEnvelope(envelope));
  await operators.charterEverywhere(1);
}

async function closeAll(lab: Lab, relay: Relay, directory: string): Promise<void> {
  relay.close();
  await lab.close();
  rmSync(directory, { recursive: true, force: true });
}
