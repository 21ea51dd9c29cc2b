import { accept, type Result } from '#contract';
import type { Clock } from '#engine';
import type { ApiTokenRecord, Store } from '#store';
import type { Actor } from '../core/actor.js';
import { allows, isScope, type Scope } from '../core/scopes.js';
import { refuseWith } from '../problems/refuse-with.js';
import { hashOfSecret, isSecret } from './secret.js';

const tokenPattern = /^hc_([0-9a-f]{16})\.([A-Za-z0-9_-]{43})$/;
/** `lastUsedAt` is written at most this often, so that reading does not mean writing. */
const lastUsedPrecision = 60_000;
/** Compared with when there is no such token, so that this takes as long. */
const nobodysHash = hashOfSecret('');

/** Proves who an operator is by `Authorization: Bearer hc_<id>.<secret>`. */
export class BearerTokens {
  constructor(
    private readonly store: Store,
    private readonly clock: Clock,
  ) {}

  async authenticate(header: string | undefined, needed: Scope): Promise<Result<Actor>> {
    if (header === undefined)
      return refuseWith('token-missing', 'the request has no Authorization header');
    const token = await this.find(header);
    if (token === undefined)
      return refuseWith('token-invalid', 'the token is unknown or has expired');
    await this.noteUse(token);
    const scopes = token.scopes.filter(isScope);
    return allows(scopes, needed)
      ? accept({ kind: 'operator', tokenId: token.id, name: token.name, scopes })
      : refuseWith('scope-missing', `this needs a token with the scope '${needed}'`);
  }

  private async find(header: string): Promise<ApiTokenRecord | undefined> {
    const [, id = '', secret = ''] = tokenPattern.exec(header.replace(/^Bearer +/i, '')) ?? [];
    const token = await this.store.apiTokens.find(id);
    const proved = isSecret(secret, token?.hash ?? nobodysHash);
    if (token === undefined || !proved) return undefined;
    const expired = token.expiresAt !== null && token.expiresAt <= this.clock.now().toISOString();
    return expired ? undefined : token;
  }

  private async noteUse({ id, lastUsedAt }: ApiTokenRecord): Promise<void> {
    const now = this.clock.now();
    if (lastUsedAt !== null && now.getTime() - Date.parse(lastUsedAt) < lastUsedPrecision) return;
    await this.store.apiTokens.used(id, now.toISOString());
  }
}
