import { createHash } from 'node:crypto';
import {
  identityOf,
  indexHost,
  rememberByObject,
  type HostState,
  type Resource,
  type Target,
} from '#drivers';

/** What a host states, over its signature, about a contract that it has brought about and read back. */
export interface Receipt {
  readonly schema: 'hercules.connect/receipt/v1';
  readonly node: string;
  readonly contractId: string;
  readonly version: number;
  /** Digest of the contract version. */
  readonly digest: string;
  /** When the host was read, RFC 3339. */
  readonly observedAt: string;
  /** How many objects of the contract stand on the host. */
  readonly objects: number;
  /** `sha256:` over the observed objects of the contract, sorted by identity, one JSON text a line. */
  readonly stateDigest: string;
}

/** Digests what the kernel now has of everything that a target names. */
export function observedDigest(
  target: Target,
  state: HostState,
): Pick<Receipt, 'objects' | 'stateDigest'> {
  const host = indexHost(state);
  const observed = sortedIdentities(target)
    .map((identity) => host.resource(identity))
    .filter((resource) => resource !== undefined);
  const digest = createHash('sha256').update(observed.map(lineOf).join('')).digest('hex');
  return { objects: observed.length, stateDigest: `sha256:${digest}` };
}

const sortedIdentities = rememberByObject((target: Target) => [...target.keys()].sort());

const lineOf = rememberByObject(
  (resource: Resource) => `${identityOf(resource)} ${JSON.stringify(resource)}\n`,
);
