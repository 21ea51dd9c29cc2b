import {
  isWeakSecret,
  leastSecretBytes,
  openSecret,
  privateKeyObject,
  publicKeyObject,
  type Digest,
  type SigningKey,
} from '#contract';
import type { IpsecResource } from '#drivers';

/** What only this host knows: its own key, and what was sealed for it. Nothing of it is written or logged. */
export interface HostSecrets {
  /** PEM (SPKI). */
  readonly publicKey: string;
  /** PEM (PKCS#8), as bytes that go to the daemon and nowhere else. */
  readonly privateKey: Buffer;
  /** The shared secret of a tunnel. Throws with no word of it where it can't be used. */
  open(tunnel: Pick<IpsecResource, 'sealedSecret' | 'secretDigest'>): Buffer;
}

export function hostSecrets(identity: SigningKey): HostSecrets {
  return {
    publicKey: publicKeyObject(identity).export({ type: 'spki', format: 'pem' }).toString(),
    privateKey: Buffer.from(privateKeyObject(identity).export({ type: 'pkcs8', format: 'pem' })),
    open: ({ sealedSecret, secretDigest }) => {
      const opened = openSecret(sealedSecret, secretDigest as Digest, identity);
      if (!opened.ok) throw new Error(opened.problems.map(({ detail }) => detail).join());
      if (isWeakSecret(opened.value)) {
        throw new Error(
          `the shared secret is too weak: use at least ${leastSecretBytes} random bytes, as of 'openssl rand 32'`,
        );
      }
      return opened.value;
    },
  };
}
