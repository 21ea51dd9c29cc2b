import { timingSafeEqual } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { compactVerify, decodeProtectedHeader } from 'jose';
import { z } from 'zod';
import { accept, parseStrictJson, publicKeyObject, type PublicKey, type Result } from '#contract';
import type { Clock } from '#engine';
import { bodyDigest, requestSignatureHeader, requestSignatureType } from '#protocol';
import type { Store } from '#store';
import type { Actor } from '../core/actor.js';
import '../http/fastify-request.js';
import { refuseWith } from '../problems/refuse-with.js';
import type { HostFigures } from '../nodes/host-figures.js';
import type { Presence } from '../nodes/presence.js';
import type { ReplayCache } from './replay-cache.js';

/** Seconds that the clocks of host and controller may differ. */
export const allowedClockSkew = 60;

const protectedHeader = z.strictObject({
  alg: z.literal('EdDSA'),
  kid: z.string(),
  typ: z.literal(requestSignatureType),
});

const claims = z.strictObject({
  htm: z.string(),
  htu: z.string(),
  sha256: z.string(),
  iat: z.int(),
  jti: z.string().min(8).max(128),
});
type Claims = z.infer<typeof claims>;

type SignedRequest = Pick<FastifyRequest, 'method' | 'url' | 'headers' | 'rawBody'>;

/** Proves that a request comes from a host: a compact JWS over method, address and body, fresh and never seen before. */
export class HostSignature {
  constructor(
    private readonly store: Store,
    private readonly clock: Clock,
    private readonly replays: ReplayCache,
    private readonly presence: Presence,
    private readonly figures: HostFigures,
  ) {}

  async authenticate(request: SignedRequest): Promise<Result<Actor>> {
    const kid = keyIdOf(request);
    const node = kid === undefined ? undefined : await this.store.nodes.byKey(kid);
    if (node?.publicKey == null)
      return invalid('no host has joined with the key that the header names');
    const verified = await this.verify(request, node.publicKey, (offset) => {
      this.figures.clockSeen(node.id, offset);
    });
    if (!verified.ok) return verified;
    await this.presence.seen(node);
    return accept({ kind: 'node', node: node.id });
  }

  /**
   * Whether the request was signed with this key, here and now.
   * @param onTime told by how many seconds the signer's clock is ahead, also where that is too much
   */
  async verify(
    request: SignedRequest,
    key: PublicKey,
    onTime?: (offset: number) => void,
  ): Promise<Result<undefined>> {
    const token = headerOf(request);
    if (token === undefined) return invalid(`the request has no ${requestSignatureHeader} header`);
    const signed = await verifiedClaims(token, key);
    if (signed === undefined) return invalid('the header is not one that this key has signed');
    const fault = this.faultOf(signed, request);
    onTime?.(signed.iat - this.seconds());
    if (fault !== undefined) return invalid(fault);
    const fresh = this.replays.add(`${key.kid} ${signed.jti}`, signed.iat + allowedClockSkew);
    return fresh ? accept(undefined) : invalid('this signed request was received before');
  }

  private faultOf({ htm, htu, sha256, iat }: Claims, request: SignedRequest): string | undefined {
    const now = this.seconds();
    if (htm !== request.method) return `the signature is for the method ${htm}`;
    if (htu !== request.url) return `the signature is for the address ${htu}`;
    if (Math.abs(iat - now) > allowedClockSkew) {
      return `the signature is ${Math.abs(iat - now)} seconds away from the controller's clock`;
    }
    return sameText(sha256, bodyDigest(request.rawBody ?? new Uint8Array()))
      ? undefined
      : 'the signature is for another body';
  }

  private seconds(): number {
    return Math.floor(this.clock.now().getTime() / 1000);
  }
}

function headerOf({ headers }: SignedRequest): string | undefined {
  const value = headers[requestSignatureHeader];
  return typeof value === 'string' ? value : undefined;
}

function keyIdOf(request: SignedRequest): string | undefined {
  try {
    return decodeProtectedHeader(headerOf(request) ?? '').kid;
  } catch {
    return undefined; // Not a JWS: refused like one with an unknown key.
  }
}

async function verifiedClaims(token: string, key: PublicKey): Promise<Claims | undefined> {
  try {
    const verified = await compactVerify(token, publicKeyObject(key), {
      algorithms: ['EdDSA'],
    });
    const header = protectedHeader.safeParse(verified.protectedHeader);
    const json = parseStrictJson(verified.payload);
    if (!header.success || header.data.kid !== key.kid || !json.ok) return undefined;
    return claims.safeParse(json.value).data;
  } catch {
    return undefined; // Malformed, or signed by somebody else: the same to us.
  }
}

function sameText(left: string, right: string): boolean {
  return left.length === right.length && timingSafeEqual(Buffer.from(left), Buffer.from(right));
}

function invalid(detail: string): ReturnType<typeof refuseWith> {
  return refuseWith('request-signature-invalid', detail);
}
