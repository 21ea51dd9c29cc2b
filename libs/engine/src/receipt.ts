import { hash } from 'node:crypto';
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
  /**
   * `sha256:` over the observed objects of the contract, sorted by identity, one line for each: the SHA-256 of its JSON
   * text in hex, a blank, its identity.
   */
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
  const stateDigest = `sha256:${sha256(observed.map(lineOf).join(''))}`;
  return { objects: observed.length, stateDigest };
}

const sortedIdentities = rememberByObject((target: Target) => [...target.keys()].sort());

/** Most objects of a reading are those of the one before. */
const lineOf = rememberByObject(
  (resource: Resource) => `${sha256(JSON.stringify(resource))} ${identityOf(resource)}\n`,
);

function sha256(text: string): string {
  return hash('sha256', text, 'hex');
}
