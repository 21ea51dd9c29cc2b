import {
  envelopeOf,
  generateSigningKey,
  publicKeyOf,
  signPayload,
  withSignature,
  type DocumentKind,
  type Envelope,
  type PublicKey,
  type SigningKey,
} from '#contract';
import { collector, labHosts } from './topology.js';

/** The people of the demo: both must sign. */
export interface Principals {
  readonly alice: SigningKey;
  readonly bob: SigningKey;
}

export function makePrincipals(): Principals {
  return { alice: generateSigningKey(), bob: generateSigningKey() };
}

const charterId = '01K9ZZHERC0CHARTER0000DEM0';
export const contractId = '01K9ZZHERC0C0NTRACT000DEM0';

/** The title under which the demo's contract stands on bills and among flows. */
export const siteTitle = 'Site network';

const twoSignatures = {
  requests: [
    { principal: 'alice', role: 'network', required: true, weight: 1 },
    { principal: 'bob', role: 'security', required: true, weight: 1 },
  ],
  weightRequired: 2,
  separationOfDuties: true,
};

/** A charter for two people and the hosts of the lab. */
export function charterPayload(
  { alice, bob }: Principals,
  nodeKeys: ReadonlyMap<string, PublicKey>,
  now: Date,
): object {
  return {
    schema: 'hercules.connect/charter/v1',
    charterId,
    version: 1,
    title: 'Demo site',
    validity: validity(now),
    rules: { amend: twoSignatures },
    principals: [
      { id: 'alice', name: 'Alice, network', roles: ['network'], keys: [principalKey(alice, now)] },
      { id: 'bob', name: 'Bob, security', roles: ['security'], keys: [principalKey(bob, now)] },
    ],
    nodes: labHosts.map(({ name, underlay }) => ({
      id: name,
      key: nodeKeys.get(name),
      location: { site: 'demo' },
      underlays: [{ link: 'eth0', addresses: [underlay], mtu: 1500 }],
      parents: parentsOf(name),
    })),
    governance: { provision: twoSignatures, amend: twoSignatures },
  };
}

/** One version of the demo's contract. */
export interface ContractEdition {
  readonly version: number;
  readonly previous?: string;
  readonly title: string;
  readonly workloads: readonly object[];
}

export function contractPayload(edition: ContractEdition, now: Date): object {
  const { version, previous, title, workloads } = edition;
  return {
    schema: 'hercules.connect/contract/v1',
    contractId,
    version,
    ...(previous !== undefined && { previous }),
    title,
    owner: { tenant: 'acme', costCenter: 'cc-1001' },
    audience: { charterId, nodes: labHosts.map(({ name }) => name) },
    validity: { ...validity(now), onExpiry: 'remove' },
    governance: { provision: twoSignatures, amend: twoSignatures },
    workloads,
  };
}

/** A bridge on both hosts that joins the workload behind it, and the segment between the bridges. */
export function siteNetwork(since: number): readonly object[] {
  return [
    {
      name: 'site-lan',
      type: 'bridge',
      version: since,
      data: {
        members: labHosts.map(({ name }) => ({ node: name, name: 'br-site', ports: ['wl0'] })),
      },
    },
    {
      name: 'site-segment',
      type: 'vxlan',
      version: since,
      data: {
        vni: 4711,
        attach: 'site-lan',
        members: labHosts.map(({ name }) => ({ node: name, underlay: 'eth0', name: 'vx-site' })),
      },
    },
  ];
}

/** Everything that crosses the contract's interfaces is metered, exactly where the host can, and told to the collector. */
export const metered = {
  flow: {
    export: [
      {
        collector: `${collector.address}:${collector.port}`,
        activeTimeout: 2,
        idleTimeout: 1,
        templateRefresh: 5,
      },
    ],
    fallback: 'counters',
  },
} as const;

/** A second, unconnected segment, for a later version. */
export function extraSegment(since: number): readonly object[] {
  return [
    {
      name: 'backup-segment',
      type: 'vxlan',
      version: since,
      data: { vni: 4712, members: labHosts.map(({ name }) => ({ node: name, underlay: 'eth0' })) },
    },
  ];
}

/** A document with the signatures of those given, in their order. */
export async function signedBy<Kind extends DocumentKind>(
  kind: Kind,
  payload: object,
  keys: readonly SigningKey[],
  at: Date,
): Promise<Envelope<Kind>> {
  let envelope = envelopeOf(kind, new TextEncoder().encode(JSON.stringify(payload, null, 2)));
  for (const key of keys) {
    const signed = withSignature(envelope, await signPayload(envelope.payload, kind, key, at));
    if (!signed.ok) throw new Error(signed.problems.map(({ detail }) => detail).join('; '));
    envelope = signed.value;
  }
  return envelope;
}

/** What contracts may use on a host; what is not plugged in there does no harm. */
function parentsOf(host: string): readonly string[] {
  return host === 'host-a' ? ['wl0', 'trunk0'] : ['wl0'];
}

function principalKey(key: SigningKey, now: Date): object {
  return { key: publicKeyOf(key), ...validity(now) };
}

function validity(now: Date): { notBefore: string; notAfter: string } {
  const day = 24 * 3600 * 1000;
  const at = (offset: number): string => new Date(now.getTime() + offset).toISOString();
  return { notBefore: at(-day), notAfter: at(365 * day) };
}
