import { serializeEnvelope } from '#contract';
import {
  contractId,
  contractPayload,
  controllerReady,
  siteNetwork,
  waitUntil,
  type ContractView,
  type DemoSite,
  type StatusView,
} from '#apps/demo';
import type { Rollout, Strike } from './controller-strikes.js';
import type { Ending } from './fault-count.js';

const hosts = ['host-a', 'host-b'] as const;
const bridge = 'br-fire';
/** Seconds that a change has to be confirmed: enough for the controller to come back, or just too few to be sure. */
const confirmWithin = { automatic: 30, manual: 8 } as const;

/** Which hosts have the bridge that comes and goes with every version. */
type Presence = readonly boolean[];

/** A contract that is brought from version to version, each with the bridge or without it by turns. */
export class ContractUnderFire {
  /** The newest version that the controller has. */
  #newest: Pick<ContractView, 'version' | 'digest'> | undefined;
  #wantsBridge = false;

  private constructor(private readonly site: DemoSite) {}

  static async bringAbout(site: DemoSite): Promise<ContractUnderFire> {
    const contract = new ContractUnderFire(site);
    await contract.endingsOf({
      when: 'never',
      confirm: 'automatic',
      hit: ({ submit }) => submit(),
    });
    return contract;
  }

  /** How each host ends when the next version is struck, and the controller is back. */
  async endingsOf({ confirm, hit }: Strike): Promise<readonly Ending[]> {
    const { lab, api } = this.site;
    const before = await this.#presence();
    this.#wantsBridge = before[0] !== true;
    const version = (this.#newest?.version ?? 0) + 1;
    const envelope = await this.site.operators.signed(this.#payload(version, confirm));
    const rollout: Rollout = {
      submit: () => api.post('/contracts', serializeEnvelope(envelope)),
      confirm: () =>
        api.post(`/contracts/${contractId}/confirmations`, { digest: envelope.digest }),
      begun: () =>
        waitUntil('a host has begun', () => this.#differsFrom(before), { seconds: 30, pause: 5 }),
      waiting: () => waitUntil('every host waits', () => this.#allHave(version)),
      kill: async () => {
        await lab.killController();
        await lab.startController();
      },
    };
    await hit(rollout);
    await controllerReady(api);
    return this.#settled(version, before);
  }

  #payload(version: number, confirm: Strike['confirm']): object {
    const members = hosts.map((node) => ({ node, name: bridge }));
    const extra = { name: `fire-${version}`, type: 'bridge', version, data: { members } };
    const edition = {
      version,
      title: 'under fire',
      workloads: [...siteNetwork(1), ...(this.#wantsBridge ? [extra] : [])],
      ...(this.#newest && { previous: this.#newest.digest }),
    };
    const change = { confirm, confirmWithin: confirmWithin[confirm] };
    return { ...contractPayload(edition, this.site.operators.now), change };
  }

  /** Waits until controller and hosts agree; `between` where they never do. */
  async #settled(version: number, before: Presence): Promise<readonly Ending[]> {
    try {
      return await waitUntil('controller and hosts agree', () => this.#agreed(version, before));
    } catch {
      // They did not in the time given: that is the finding.
      return hosts.map(() => 'between');
    }
  }

  async #agreed(version: number, before: Presence): Promise<readonly Ending[] | undefined> {
    const { api } = this.site;
    const newest = await this.#newestAtController();
    if (newest === undefined) return undefined;
    const { hosts: reported } = await api.get<StatusView>(`/contracts/${contractId}/status`);
    const present = await this.#presence();
    const endings = hosts.map((node, index): Ending | undefined => {
      const host = reported.find((entry) => entry.node === node);
      const isOld = present[index] === before[index];
      const isNew = present[index] === this.#wantsBridge;
      if (host?.version !== newest.version) return undefined;
      if (host.state === 'applied' && newest.version === version) return isNew ? 'new' : undefined;
      if (host.state === 'applied' || host.state === 'reverted') return isOld ? 'old' : undefined;
      return undefined;
    });
    const settled = endings.flatMap((ending) => ending ?? []);
    if (settled.length < hosts.length) return undefined;
    this.#newest = newest;
    return settled;
  }

  async #newestAtController(): Promise<ContractView | undefined> {
    const { status, body } = await this.site.api.send('GET', `/contracts/${contractId}`);
    return status === 200 ? (body as ContractView) : undefined;
  }

  async #presence(): Promise<Presence> {
    const lists = await Promise.all(
      hosts.map((namespace) => this.site.lab.run({ namespace, command: ['ip', '-o', 'link'] })),
    );
    return lists.map((list) => list.includes(` ${bridge}:`));
  }

  async #differsFrom(before: Presence): Promise<true | undefined> {
    const now = await this.#presence();
    return now.some((present, index) => present !== before[index]) || undefined;
  }

  /** A host on which nothing has to change has nothing to wait for. */
  async #allHave(version: number): Promise<true | undefined> {
    const { hosts: reported } = await this.site.operators.status();
    const isThere = (host: StatusView['hosts'][number]): boolean =>
      host.version === version && (host.state === 'confirming' || host.state === 'applied');
    return reported.every(isThere) || undefined;
  }
}
