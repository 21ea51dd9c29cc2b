import type { Charter } from './charter-schema.js';
import type { Contract } from './contract-schema.js';
import type { Envelope } from './envelope.js';
import type { Digest } from './fields.js';
import type { Signer } from './signers.js';

declare const brand: unique symbol;

/** A charter that those who may decide it have signed. Only `authoriseCharter` makes one. */
export interface AuthorisedCharter {
  readonly [brand]: 'charter';
  readonly charter: Charter;
  readonly envelope: Envelope<'charter'>;
  readonly digest: Digest;
  readonly signers: readonly Signer[];
  /** Whether it is the very version that was known before: nothing to do. */
  readonly unchanged: boolean;
}

/** A contract that those who may decide it have signed. Only `authoriseContract` makes one. */
export interface AuthorisedContract {
  readonly [brand]: 'contract';
  readonly contract: Contract;
  readonly envelope: Envelope<'contract'>;
  readonly digest: Digest;
  readonly signers: readonly Signer[];
  /** It may be received before this time, not followed. */
  readonly notBefore: Date;
  /** From this time on, `onExpiry` says what becomes of the network. */
  readonly notAfter: Date;
  /** Whether it is the very version that was known before: nothing to do. */
  readonly unchanged: boolean;
}
