import type { FastifyRequest } from 'fastify';
import { accept, publicKeyProblems, refuse, type PublicKey, type Result } from '#contract';
import type { Clock } from '#engine';
import type { Store } from '#store';
import type { Journal, Unit } from '../core/journal.js';
import { refuseWith } from '../problems/refuse-with.js';
import { hashOfSecret } from '../tokens/secret.js';
import type { HostSignature } from './host-signature.js';

export interface JoinRequest {
  readonly token: string;
  readonly publicKey: PublicKey;
  readonly agentVersion: string;
}

/** Lets hosts in: a token that an operator made for this host, and proof that the host has the key it brings. */
export class JoinDesk {
  constructor(
    private readonly store: Store,
    private readonly journal: Journal,
    private readonly clock: Clock,
    private readonly signature: HostSignature,
  ) {}

  async join(
    join: JoinRequest,
    request: FastifyRequest,
  ): Promise<Result<{ readonly node: string }>> {
    const faults = keyFaults(join.publicKey);
    if (!faults.ok) return faults;
    const proved = await this.signature.verify(request, join.publicKey);
    if (!proved.ok) return proved;
    const now = this.clock.now().toISOString();
    const token = await this.store.joinTokens.findUsable(hashOfSecret(join.token), now);
    if (token === undefined) return this.joinedBefore(join, now);
    return this.journal.change(`node ${token.node}`, (unit) => admit(unit, token, join));
  }

  /** The answer may have been lost on its way: the host that the token has let in gets it again, and nobody else. */
  private async joinedBefore(
    { token, publicKey }: JoinRequest,
    now: string,
  ): Promise<Result<{ readonly node: string }>> {
    const used = await this.store.joinTokens.findUsed(hashOfSecret(token), now);
    const owner = await this.store.nodes.byKey(publicKey.kid);
    if (used === undefined || owner?.id !== used.node) return tokenInvalid();
    return accept({ node: used.node });
  }
}

async function admit(
  unit: Unit,
  token: { readonly hash: string; readonly node: string },
  { publicKey, agentVersion }: JoinRequest,
): Promise<Result<{ readonly node: string }>> {
  const { node, hash } = token;
  const listed = (await unit.charters.latest())?.payload.nodes.find(({ id }) => id === node);
  if (listed !== undefined && listed.key.kid !== publicKey.kid) {
    return refuseWith(
      'node-key-mismatch',
      `the charter lists key '${listed.key.kid}' for host '${node}'`,
      '/publicKey',
    );
  }
  const owner = await unit.nodes.byKey(publicKey.kid);
  if (owner !== undefined && owner.id !== node) {
    return refuseWith('node-key-mismatch', `this key belongs to host '${owner.id}'`, '/publicKey');
  }
  if (!(await unit.joinTokens.use(hash, unit.at))) return tokenInvalid();
  await unit.nodes.join(node, { key: publicKey, agentVersion, at: unit.at });
  await unit.tell({ type: 'node.joined', subject: `node ${node}`, data: { keyId: publicKey.kid } });
  return accept({ node });
}

/** Requests are signed with EdDSA, so a host brings an Ed25519 key. */
function keyFaults(key: PublicKey): Result<undefined> {
  const problems = publicKeyProblems(key, '/publicKey');
  if (problems.length > 0) return refuse(...problems);
  return key.crv === 'Ed25519'
    ? accept(undefined)
    : refuseWith('value-invalid', 'the key of a host is an Ed25519 key', '/publicKey/crv');
}

function tokenInvalid(): ReturnType<typeof refuseWith> {
  return refuseWith('join-token-invalid', 'the join token is unknown, used or expired');
}
