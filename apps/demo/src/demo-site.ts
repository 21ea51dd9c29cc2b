import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { serializeEnvelope, type PublicKey } from '#contract';
import { Api } from './api.js';
import { openLab, type Lab } from './lab.js';
import { Operators } from './operators.js';
import { openRelay, type Relay } from './relay.js';
import { charterPayload, signedBy } from './site.js';
import { readToken } from './token-file.js';
import { waitUntil } from './wait-until.js';

/** The built controller and two built agents in namespaces of their own, enrolled and with a charter in force. */
export interface DemoSite {
  readonly lab: Lab;
  readonly api: Api;
  readonly operators: Operators;
  readonly directory: string;
  close(): Promise<void>;
}

export interface DemoSiteOptions {
  /** Absent: the charter of the demo. */
  readonly changeCharter?: (charter: object) => object;
  /** The built program that lives inside the lab; absent: the one beside this file. */
  readonly insideLab?: string;
  /** What the programs have in their environment besides ours. */
  readonly environment?: Readonly<Record<string, string>>;
}

export async function openDemoSite({
  changeCharter = (same) => same,
  insideLab,
  environment,
}: DemoSiteOptions = {}): Promise<DemoSite> {
  const directory = mkdtempSync(join(tmpdir(), 'hercules-acceptance-'));
  const lab = await openLab(insideLab, environment);
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
  await controllerReady(relay);
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

/** Waits until the controller answers, as after a start. */
export function controllerReady(
  { url }: { readonly url: string },
  tell?: (text: string) => void,
): Promise<true> {
  const ask = async (): Promise<true | undefined> => {
    const { ok } = await fetch(`${url}/readyz`);
    return ok ? true : undefined;
  };
  return waitUntil('the controller answers', ask, tell && { tell });
}

async function closeAll(lab: Lab, relay: Relay, directory: string): Promise<void> {
  relay.close();
  await lab.close();
  rmSync(directory, { recursive: true, force: true });
}
