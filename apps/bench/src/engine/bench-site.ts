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
import type { ControllerPort, DesiredAnswer } from '#apps/agent';
import { underlay } from '../sample-network.js';

const charterId = '01K9ZZHERC0BENCH000000CHRT';
const contractId = '01K9ZZHERC0BENCH000000NETW';
const validity = { notBefore: '2026-01-01T00:00:00Z', notAfter: '2099-01-01T00:00:00Z' };
const requirement = {
  requests: [{ principal: 'alice', required: true, weight: 1 }],
  weightRequired: 1,
  separationOfDuties: false,
};

/** A site of one principal, and a controller in memory that offers its contract: what an agent needs to be measured. */
export class BenchSite implements ControllerPort {
  readonly identity = generateSigningKey();
  readonly #alice = generateSigningKey();
  readonly #documents = new Map<string, Uint8Array>();
  #charter: Envelope<'charter'> | undefined;
  #contract: Envelope<'contract'> | undefined;
  #version = 0;

  get anchor(): { readonly digest: Envelope['digest'] } {
    if (this.#charter === undefined) throw new Error('the site has no charter yet');
    return { digest: this.#charter.digest };
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

  /** The next version: so many VXLAN segments, none of them a port. */
  async offer(segments: number): Promise<void> {
    const previous = this.#contract?.digest;
    this.#version += 1;
    this.#contract = await this.#signed('contract', {
      schema: 'hercules.connect/contract/v1',
      contractId,
      version: this.#version,
      ...(previous !== undefined && { previous }),
      title: 'bench',
      owner: { tenant: 'bench' },
      audience: { charterId, nodes: ['host-a', 'host-b'] },
      validity: { ...validity, onExpiry: 'remove' },
      governance: { provision: requirement, amend: requirement },
      workloads: Array.from({ length: segments }, (_, index) =>
        segment(index, this.#sinceOf(index)),
      ),
    });
  }

  /** In which version each segment came. */
  readonly #since = new Map<number, number>();

  #sinceOf(index: number): number {
    const since = this.#since.get(index) ?? this.#version;
    this.#since.set(index, since);
    return since;
  }

  desired(etag: string | undefined): Promise<DesiredAnswer | undefined> {
    const generation = this.#version;
    if (etag === String(generation)) return Promise.resolve(undefined);
    const digest = this.#contract?.digest;
    const contracts = digest === undefined ? [] : [{ contractId, version: this.#version, digest }];
    const charters = [{ version: 1, digest: this.anchor.digest }];
    const index = { generation, charters, contracts, confirmations: [], retries: [] };
    return Promise.resolve({ etag: String(generation), index });
  }

  document(digest: string): Promise<Uint8Array> {
    return Promise.resolve(this.#documents.get(digest) ?? new Uint8Array());
  }

  report(): Promise<void> {
    return Promise.resolve();
  }

  hints(): Promise<void> {
    return Promise.resolve();
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

function segment(index: number, version: number): object {
  const members = ['host-a', 'host-b'].map((name) => ({
    node: name,
    underlay: underlay.link,
    name: `vx${index}`,
  }));
  return { name: `segment-${index}`, type: 'vxlan', version, data: { vni: index + 1, members } };
}
