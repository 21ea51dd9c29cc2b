import { randomBytes } from 'node:crypto';
import { accept, type Result } from '#contract';
import type { Clock } from '#engine';
import type { ApiTokenRecord, Store } from '#store';
import type { Scope } from '../core/scopes.js';
import { refuseWith } from '../problems/refuse-with.js';
import { hashOfSecret, newSecret } from './secret.js';

export interface TokenRequest {
  readonly name: string;
  readonly scopes: readonly Scope[];
  /** Absent: the token does not expire. */
  readonly expiresInSeconds?: number | undefined;
}

/** A token as others may see it. */
export type TokenView = Omit<ApiTokenRecord, 'hash'>;

/** Makes and withdraws the tokens of operators and programs. */
export class TokenDesk {
  constructor(
    private readonly store: Store,
    private readonly clock: Clock,
  ) {}

  /** The only time that the token itself is seen. */
  async create({
    name,
    scopes,
    expiresInSeconds,
  }: TokenRequest): Promise<TokenView & { readonly token: string }> {
    const now = this.clock.now();
    const id = randomBytes(8).toString('hex');
    const secret = newSecret();
    const view: TokenView = {
      id,
      name,
      scopes,
      createdAt: now.toISOString(),
      expiresAt:
        expiresInSeconds === undefined
          ? null
          : new Date(now.getTime() + expiresInSeconds * 1000).toISOString(),
      lastUsedAt: null,
    };
    await this.store.apiTokens.insert({ ...view, hash: hashOfSecret(secret) });
    return { ...view, token: `hc_${id}.${secret}` };
  }

  async list(): Promise<{ readonly items: readonly TokenView[] }> {
    const tokens = await this.store.apiTokens.list();
    return { items: tokens.map(({ hash: _hash, ...view }) => view) };
  }

  async delete(id: string): Promise<Result<undefined>> {
    return (await this.store.apiTokens.delete(id))
      ? accept(undefined)
      : refuseWith('token-unknown', `there is no token '${id}'`);
  }
}
