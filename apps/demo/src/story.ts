import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { serializeEnvelope, type PublicKey } from '#contract';
import { Api } from './api.js';
import type { ContractView, PlanView } from './controller-views.js';
import type { Lab } from './lab.js';
import type { Narrator } from './narrator.js';
import { Operators } from './operators.js';
import { charterPayload, contractId, extraSegment, signedBy, siteNetwork } from './site.js';
import { tampered } from './tamper.js';
import { foreignBridge, labHosts } from './topology.js';

/** What the demo measured. */
export interface DemoResult {
  readonly ok: boolean;
  /** From the last signature to every host's verified report. */
  readonly secondsToVerified: number;
  readonly pingLost: number;
  readonly tamperedRefusedByController: boolean;
  readonly tamperedRefusedByHost: boolean;
  /** Messages that changed something, sent to the kernels when everything was brought about a second time. */
  readonly secondApplyWrites: number;
  readonly foreignUntouched: boolean;
  readonly removedClean: boolean;
}

type Measured = Omit<DemoResult, 'ok'>;

/** The demo from the first key to the last check. */
export class Story {
  readonly #site: Operators;

  constructor(
    private readonly lab: Lab,
    private readonly api: Api,
    private readonly directory: string,
    private readonly say: Narrator,
  ) {
    this.#site = new Operators(api);
  }

  /** What every host trusts from its first day: Alice's key must be among those that signed the first charter. */
  get trustAnchor(): string {
    return this.#site.people.alice.kid;
  }

  async tell(): Promise<DemoResult> {
    await this.#hostsJoin();
    await this.#charter();
    const before = await this.#snapshots();
    const foreignBefore = await this.#foreign();

    const secondsToVerified = await this.#firstContract();
    const pingLost = await this.#ping();
    const tamperedRefusedByController = await this.#tamperForController();
    const tamperedRefusedByHost = await this.#tamperForHosts();
    const secondApplyWrites = await this.#secondApply();
    const foreignUntouched = (await this.#foreign()) === foreignBefore;
    this.say.check(
      foreignUntouched,
      `foreign bridge '${foreignBridge.name}' is byte for byte as before`,
    );
    const removedClean = await this.#remove(before);
    return verdict({
      secondsToVerified,
      pingLost,
      tamperedRefusedByController,
      tamperedRefusedByHost,
      secondApplyWrites,
      foreignUntouched,
      removedClean,
    });
  }

  /** Brings the network back, for whoever wants to look around. */
  async provisionAgain(): Promise<void> {
    this.say.chapter('The network once more, to look around in');
    await this.#site.submit(this.#site.next('Site network', siteNetwork(this.#site.nextVersion)));
    await this.#site.everyHost('applied');
  }

  /** Files with which the operator's own commands work. */
  writeFiles(): void {
    const keys = join(this.directory, 'keys');
    mkdirSync(keys, { recursive: true, mode: 0o700 });
    for (const [name, key] of Object.entries(this.#site.people)) {
      writeFileSync(join(keys, `${name}.json`), `${JSON.stringify(key, null, 2)}\n`, {
        mode: 0o600,
      });
    }
    if (this.#site.latest !== undefined) {
      writeFileSync(join(this.directory, 'contract.json'), serializeEnvelope(this.#site.latest));
    }
  }

  async #hostsJoin(): Promise<void> {
    this.say.chapter(
      'Two hosts join with one-time tokens; from then on each signs its requests with its own key',
    );
    for (const { name } of labHosts) {
      const { token } = await this.api.post<{ token: string }>('/nodes/join-tokens', {
        node: name,
      });
      await this.lab.startAgent({ host: name, joinToken: token, trustAnchor: this.trustAnchor });
    }
    for (const { id, publicKey } of await this.#site.joinedNodes())
      this.say.line(`${id}  key ${publicKey?.kid ?? ''}`);
  }

  async #charter(): Promise<void> {
    this.say.chapter('Alice (network) and Bob (security) sign the charter of the site');
    const keys = new Map<string, PublicKey>();
    for (const { id, publicKey } of await this.#site.joinedNodes())
      if (publicKey !== null) keys.set(id, publicKey);
    const payload = charterPayload(this.#site.people, keys, this.#site.now);
    const envelope = await signedBy(
      'charter',
      payload,
      Object.values(this.#site.people),
      new Date(),
    );
    await this.api.post('/charter', serializeEnvelope(envelope));
    await this.#site.charterEverywhere(1);
    this.say.check(true, 'both hosts have checked its signatures themselves and accepted it');
  }

  async #firstContract(): Promise<number> {
    this.say.chapter(
      'Alice signs and submits a contract: a bridge on each host, joined by VXLAN 4711',
    );
    const payload = this.#site.next('Site network', siteNetwork(1));
    const { alice, bob } = this.#site.people;
    const draft = await signedBy('contract', payload, [alice], new Date());
    const submitted = await this.api.post<ContractView>('/contracts', serializeEnvelope(draft));
    this.say.line(
      `state '${submitted.state}', waiting for ${submitted.missing.map(({ principal }) => principal).join(', ')}`,
    );
    await this.#showPlan();

    this.say.chapter('Bob signs: the contract is complete, the hosts act');
    const complete = await signedBy('contract', payload, [alice, bob], new Date());
    const signature = complete.signatures.find(({ kid }) => kid === bob.kid);
    const begin = performance.now();
    await this.api.post(`/contracts/${contractId}/signatures`, {
      protected: signature?.protected,
      signature: signature?.signature,
    });
    await this.#site.everyHost('applied');
    const seconds = (performance.now() - begin) / 1000;
    this.#site.latest = complete;
    await this.#showStatus();
    this.say.check(true, `verified on both hosts ${seconds.toFixed(2)} s after the last signature`);
    return seconds;
  }

  async #showPlan(): Promise<void> {
    const { hosts } = await this.api.get<PlanView>(`/contracts/${contractId}/plan`);
    for (const { node, operations, problems } of hosts) {
      this.say.line(`${node}: ${operations.length} operations planned`);
      for (const { action, identity, effect } of operations) {
        this.say.line(`  ${sign(action)} ${identity}${effect === 'none' ? '' : `  (${effect})`}`);
      }
      for (const { code, detail } of problems) this.say.line(`  ! ${code}: ${detail}`);
    }
  }

  async #showStatus(): Promise<void> {
    const status = await this.#site.status();
    for (const { node, state, workloads } of status.hosts) {
      const parts = workloads.map(
        ({ name, conditions }) => `${name}: ${conditions[0]?.message ?? ''}`,
      );
      this.say.line(`${node}: ${state}; ${parts.join('; ')}`);
    }
  }

  async #ping(): Promise<number> {
    this.say.chapter('The workloads behind the hosts speak with each other');
    const [here, there] = labHosts;
    if (here === undefined || there === undefined) return Number.NaN;
    const probe = { namespace: here.workload, to: there.workloadAddress, size: 1450 };
    const { sent, lost } = await this.lab.ping({ ...probe, count: 40 });
    this.say.check(lost === 0, `${sent} pings of 1450 bytes with don't-fragment, ${lost} lost`);
    return lost;
  }

  async #tamperForController(): Promise<boolean> {
    this.say.chapter('Somebody changes one bit of a signed contract');
    const payload = this.#site.next(
      'Site network with a backup segment',
      [...siteNetwork(1), ...extraSegment(2)],
      false,
    );
    const genuine = serializeEnvelope(await this.#site.signed(payload));
    const refused = await Promise.all(
      (['payload', 'signature'] as const).map(async (part) => {
        const { status, body } = await this.api.send('POST', '/contracts', tampered(genuine, part));
        const { code } = body as { code?: string };
        const isRefused = status === 422 && code === 'signature-invalid';
        this.say.check(
          isRefused,
          `one bit of the ${part}: the controller answers ${status} ${code ?? ''}`,
        );
        return isRefused;
      }),
    );
    return refused.every(Boolean);
  }

  async #tamperForHosts(): Promise<boolean> {
    this.say.chapter('A controller in wrong hands passes a changed contract on to the hosts');
    const before = await this.#snapshots();
    const payload = this.#site.next('Site network with a backup segment', [
      ...siteNetwork(1),
      ...extraSegment(2),
    ]);
    let refused = true;
    for (const part of ['payload', 'signature'] as const) {
      await this.lab.tamper(part);
      const since = new Date().toISOString();
      if (part === 'payload') await this.#site.submit(payload);
      const hosts = await this.#site.everyHost('refused', since);
      const codes = new Set(hosts.flatMap(({ problems = [] }) => problems.map(({ code }) => code)));
      const after = await this.#snapshots();
      const untouched = JSON.stringify(after) === JSON.stringify(before);
      if (!untouched)
        writeFileSync(join(this.directory, 'touched.json'), JSON.stringify({ before, after }));
      const isRefused = codes.size === 1 && codes.has('signature-invalid') && untouched;
      this.say.check(
        isRefused,
        `one bit of the ${part}: both hosts refuse (${[...codes].join(', ')}), nothing touched`,
      );
      refused &&= isRefused;
    }
    await this.lab.tamper('none');
    await this.#site.everyHost('applied');
    this.say.check(true, 'the genuine document is accepted at once');
    return refused;
  }

  async #secondApply(): Promise<number> {
    this.say.chapter('Both agents start anew and bring everything about once more');
    const since = new Date().toISOString();
    for (const { name } of labHosts) {
      await this.lab.stopAgent(name);
      await this.lab.startAgent({ host: name, trustAnchor: this.trustAnchor });
    }
    const hosts = await this.#site.everyHost('applied', since);
    const writes = hosts.reduce((sum, entry) => sum + (entry.writes ?? Number.NaN), 0);
    this.say.check(
      writes === 0,
      `${writes} messages that change something were sent to the kernels`,
    );
    return writes;
  }

  async #remove(before: readonly string[]): Promise<boolean> {
    this.say.chapter('A version without workloads, signed by both, removes the network');
    await this.#site.submit(this.#site.next('Nothing any more', []));
    await this.#site.everyHost('removed');
    const after = await this.#snapshots();
    const clean = after.every((snapshot, index) => snapshot === before[index]);
    this.say.check(
      clean,
      'links, addresses, routes and forwarding entries are as before the contract',
    );
    if (!clean)
      writeFileSync(
        join(this.directory, 'leftover.json'),
        JSON.stringify({ before, after }, null, 1),
      );
    return clean;
  }

  #snapshots(): Promise<readonly string[]> {
    return Promise.all(labHosts.map(({ name }) => this.lab.snapshot(name)));
  }

  #foreign(): Promise<string> {
    return this.lab.describeLink({ namespace: 'host-a', link: foreignBridge.name });
  }
}

export function readToken(directory: string): string {
  return readFileSync(join(directory, 'controller', 'admin-token'), 'utf8').trim();
}

function verdict(measured: Measured): DemoResult {
  const { pingLost, secondApplyWrites, secondsToVerified, ...flags } = measured;
  const ok =
    pingLost === 0 &&
    secondApplyWrites === 0 &&
    Number.isFinite(secondsToVerified) &&
    Object.values(flags).every(Boolean);
  return { ok, ...measured };
}

function sign(action: string): string {
  return { create: '+', adopt: '>', change: '~', recreate: '±', delete: '-' }[action] ?? '?';
}
