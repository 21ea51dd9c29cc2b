import { accept, nodeId, type Result } from '#contract';
import type { Clock } from '#engine';
import type { Store } from '#store';
import { refuseWith } from '../problems/refuse-with.js';
import { hashOfSecret, newSecret } from '../tokens/secret.js';

export interface JoinToken {
  readonly token: string;
  readonly node: string;
  readonly expiresAt: string;
}

/** Makes the tokens with which hosts join, each for one host and one use. */
export class JoinTokens {
  constructor(
    private readonly store: Store,
    private readonly clock: Clock,
  ) {}

  async create(node: string, expiresInSeconds: number): Promise<Result<JoinToken>> {
    if (!nodeId.safeParse(node).success) {
      return refuseWith(
        'name-invalid',
        'a node id has 1 to 63 lower-case letters, digits, dots or dashes',
        '/node',
      );
    }
    const now = this.clock.now();
    const token = `hj_${newSecret()}`;
    const expiresAt = new Date(now.getTime() + expiresInSeconds * 1000).toISOString();
    await this.store.joinTokens.forgetExpired(now.toISOString());
    await this.store.joinTokens.insert({
      hash: hashOfSecret(token),
      node,
      createdAt: now.toISOString(),
      expiresAt,
    });
    return accept({ token, node, expiresAt });
  }
}
