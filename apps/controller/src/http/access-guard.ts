import type { CanActivate, ExecutionContext } from '@nestjs/common';
import type { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import type { Result } from '#contract';
import type { HostSignature } from '../agents/host-signature.js';
import type { Actor } from '../core/actor.js';
import { Refusal } from '../problems/refuse-with.js';
import type { BearerTokens } from '../tokens/bearer-tokens.js';
import { accessKey, type Access } from './access.js';
import './fastify-request.js';

/** Lets a request through when its route says who may call it and the caller proves to be that. */
export class AccessGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly bearerTokens: BearerTokens,
    private readonly hostSignature: HostSignature,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const access = this.reflector.getAllAndOverride<Access | undefined>(accessKey, [
      context.getHandler(),
      context.getClass(),
    ]);
    if (access === undefined) throw Refusal.of('scope-missing', 'this route is open to nobody');
    if (access.kind !== 'public') request.actor = opened(await this.prove(access, request));
    return true;
  }

  private async prove(
    access: Exclude<Access, { kind: 'public' }>,
    request: FastifyRequest,
  ): Promise<Result<Actor>> {
    switch (access.kind) {
      case 'scope':
        return this.bearerTokens.authenticate(request.headers.authorization, access.scope);
      case 'host':
        return this.hostSignature.authenticate(request);
    }
  }
}

function opened(result: Result<Actor>): Actor {
  if (result.ok) return result.value;
  throw new Refusal(result.problems);
}
