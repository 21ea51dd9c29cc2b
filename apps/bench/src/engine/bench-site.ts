import {
  digestOf,
  envelopeOf,
  generateSigningKey,
  publicKeyOf,
  serializeEnvelope,
  signPayload,
  withSignature,
  type DocumentKind,
  type Envelope,
  type SigningKey,
} from '#contract';
import type { DesiredAnswer } from '#apps/agent';
import { underlay } from '../sample-network.js';

const charterId = '01K9ZZHERC0BENCH000000CHRT';
/** The contract of the network that a bench is about. */
export const networkId = '01K9ZZHERC0BENCH000000NETW';
const validity = { notBefore: '2026-01-01T00:00:00Z', notAfter: '2099-01-01T00:00:00Z' };
const requirement = {
  requests: [{ principal: 'alice', required: true, weight: 1 }],
  weightRequired: 1,
  separationOfDuties: false,
};

/** So many VXLAN segments; those of a bridged network are each the port of a bridge. */
export interface Network {
  readonly segments: number;
  readonly isBridged?: boolean;
}

/** A site of one principal, and a controller in memory that offers its contract: what an agent needs to be measured. */
export class BenchSite {
  readonly identity = generateSigningKey();
  readonly #alice = generateSigningKey();
  readonly #documents = new Map<string, Uint8Array>();
  #charter: Envelope<'charter'> | undefined;
  readonly #contracts = new Map<string, { readonly version: number; readonly digest: string }>();
  #generation = 0;
  /** In which version each segment came. */
  readonly #since = new Map<number, number>();

  /** Digest of version 1 of the charter. */
  get anchor(): Envelope['digest'] {
    if (this.#charter === undefined) throw new Error('the site has no charter yet');
    return this.#charter.digest;
  }

  async open(): Promise<this> {
    const other = generateSigningKey();
    this.#charter = await this.#signed('charter', {
      schema: 'hercules.connect/charter/v1',
      charterId,
      version: 1,
      title: 'bench',
      validity,
      rules: { amend: requirement },
      principals: [
        { id: 'alice', roles: [], keys: [{ key: publicKeyOf(this.#alice), ...validity }] },
      ],
      nodes: [
        node('host-a', this.identity, underlay.local),
        node('host-b', other, underlay.remote),
      ],
    });
    return this;
  }

  /** Makes the next version of the network's contract; answers with its number. */
  offer({ segments, isBridged = false }: Network): Promise<number> {
    const indexes = Array.from({ length: segments }, (_, index) => index);
    return this.#offer(networkId, (version) =>
      indexes.flatMap((index) => {
        const since = this.#sinceOf(index, version);
        return isBridged
          ? [bridge(index, since), segment(index, since, `lan-${index}`)]
          : [segment(index, since)];
      }),
    );
  }

  /** Makes another contract, of one segment of this number; answers with its id. */
  async offerAnother(index: number): Promise<string> {
    const id = `01K9ZZHERC0BENCH00000${String(index).padStart(5, '0')}`;
    await this.#offer(id, (version) => [segment(index, version)]);
    return id;
  }

  desired(etag: string | undefined): DesiredAnswer | undefined {
    const generation = this.#generation;
    if (etag === String(generation)) return undefined;
    const contracts = [...this.#contracts].map(([contractId, { version, digest }]) => ({
      contractId,
      version,
      digest,
    }));
    const charters = [{ version: 1, digest: this.anchor }];
    const index = { generation, charters, contracts, confirmations: [], retries: [] };
    return { etag: String(generation), index };
  }

  document(digest: string): Uint8Array {
    return this.#documents.get(digest) ?? new Uint8Array();
  }

  async #offer(
    contractId: string,
    workloadsOf: (version: number) => readonly object[],
  ): Promise<number> {
    const previous = this.#contracts.get(contractId);
    const version = (previous?.version ?? 0) + 1;
    const { digest } = await this.#signed('contract', {
      schema: 'hercules.connect/contract/v1',
      contractId,
      version,
      ...(previous !== undefined && { previous: previous.digest }),
      title: 'bench',
      owner: { tenant: 'bench' },
      audience: { charterId, nodes: members },
      validity: { ...validity, onExpiry: 'remove' },
      governance: { provision: requirement, amend: requirement },
      workloads: workloadsOf(version),
    });
    this.#contracts.set(contractId, { version, digest });
    this.#generation += 1;
    return version;
  }

  #sinceOf(index: number, version: number): number {
    const since = this.#since.get(index) ?? version;
    this.#since.set(index, since);
    return since;
  }

  async #signed<Kind extends DocumentKind>(kind: Kind, document: object): Promise<Envelope<Kind>> {
    const draft = envelopeOf(kind, new TextEncoder().encode(JSON.stringify(document)));
    const signed = withSignature(
      draft,
      await signPayload(draft.payload, kind, this.#alice, new Date()),
    );
    if (!signed.ok) throw new Error('the bench could not sign');
    this.#documents.set(
      digestOf(draft.payload),
      new TextEncoder().encode(serializeEnvelope(signed.value)),
    );
    return signed.value;
  }
}

function node(id: string, key: SigningKey, address: string): object {
  const underlays = [{ link: underlay.link, addresses: [address] }];
  return { id, key: publicKeyOf(key), underlays, parents: [] };
}

const members = ['host-a', 'host-b'];

function bridge(index: number, version: number): object {
  const data = { members: members.map((name) => ({ node: name, name: `br${index}` })) };
  return { name: `lan-${index}`, type: 'bridge', version, data };
}

function segment(index: number, version: number, attach?: string): object {
  const data = {
    vni: index + 1,
    ...(attach !== undefined && { attach }),
    members: members.map((name) => ({ node: name, underlay: underlay.link, name: `vx${index}` })),
  };
  return { name: `segment-${index}`, type: 'vxlan', version, data };
}
