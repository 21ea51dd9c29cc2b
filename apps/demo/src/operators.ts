import { serializeEnvelope, type Envelope } from '#contract';
import type { Api } from './api.js';
import type { HostStatus, NodeView, StatusView } from './controller-views.js';
import {
  contractId,
  contractPayload,
  makePrincipals,
  signedBy,
  type ContractEdition,
  type Principals,
} from './site.js';
import { labHosts } from './topology.js';
import { waitUntil } from './wait-until.js';

/** The people of the demo's site and the contract that they bring from version to version. */
export class Operators {
  readonly people: Principals = makePrincipals();
  readonly now = new Date();
  /** The newest version that was submitted. */
  latest: Envelope<'contract'> | undefined;
  #version = 0;
  #network: readonly object[] = [];

  /**
   * @param terms what every version of the contract has besides its workloads
   * @param tell told now and then what takes long
   */
  constructor(
    private readonly api: Api,
    private readonly terms: object = {},
    private readonly tell: (text: string) => void = () => undefined,
  ) {}

  /** The version that a network is to be made in next. */
  get nextVersion(): number {
    return this.#version + 1;
  }

  /** The workloads of the newest version. */
  get network(): readonly object[] {
    return this.#network;
  }

  /** The payload of the next version; `isNext: false` only tries one out. */
  next(title: string, workloads: readonly object[], isNext = true): object {
    const version = this.#version + 1;
    const edition: ContractEdition = {
      version,
      title,
      workloads,
      ...(this.latest !== undefined && { previous: this.latest.digest }),
    };
    if (isNext) {
      this.#version = version;
      this.#network = workloads;
    }
    return { ...contractPayload(edition, this.now), ...this.terms };
  }

  signed(payload: object): Promise<Envelope<'contract'>> {
    return signedBy('contract', payload, Object.values(this.people), new Date());
  }

  async submit(payload: object): Promise<void> {
    this.latest = await this.signed(payload);
    await this.api.post('/contracts', serializeEnvelope(this.latest));
  }

  status(): Promise<StatusView> {
    return this.api.get<StatusView>(`/contracts/${contractId}/status`);
  }

  /** Waits until every host has reported the latest version in a state, no earlier than a time. */
  everyHost(state: string, since = ''): Promise<readonly HostStatus[]> {
    return this.#until(`every host reports version ${this.#version} as '${state}'`, async () => {
      const { hosts } = await this.status();
      const fits = (host: HostStatus): boolean =>
        host.state === state && host.version === this.#version && (host.reportedAt ?? '') > since;
      return hosts.length === labHosts.length && hosts.every(fits) ? hosts : undefined;
    });
  }

  joinedNodes(): Promise<readonly NodeView[]> {
    return this.#until('both hosts have joined', async () => {
      const { items } = await this.api.get<{ items: NodeView[] }>('/nodes');
      const joined = items.filter(({ publicKey }) => publicKey !== null);
      return joined.length === labHosts.length ? joined : undefined;
    });
  }

  /** What a host has said that its kernel can do. */
  capabilitiesOf(host: string): Promise<Readonly<Record<string, boolean>>> {
    return this.#until(`${host} has said what it can do`, async () => {
      const { items } = await this.api.get<{ items: NodeView[] }>('/nodes');
      return items.find(({ id }) => id === host)?.capabilities ?? undefined;
    });
  }

  charterEverywhere(version: number): Promise<true> {
    return this.#until(`both hosts have accepted version ${version} of the charter`, async () => {
      const { items } = await this.api.get<{ items: NodeView[] }>('/nodes');
      const accepted = items.filter(({ charterVersion }) => charterVersion === version);
      return accepted.length === labHosts.length ? true : undefined;
    });
  }

  #until<T>(what: string, ask: () => Promise<T | undefined>): Promise<T> {
    return waitUntil(what, ask, { tell: this.tell });
  }
}
