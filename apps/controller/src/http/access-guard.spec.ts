import type { ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { accept } from '#contract';
import type { HostSignature } from '../agents/host-signature.js';
import type { BearerTokens } from '../tokens/bearer-tokens.js';
import { AccessGuard } from './access-guard.js';
import { Allow, type Access } from './access.js';

const operator = { kind: 'operator', tokenId: 't', name: 'n', scopes: ['admin'] } as const;

describe('access guard', () => {
  const guard = new AccessGuard(
    new Reflector(),
    { authenticate: () => Promise.resolve(accept(operator)) } as unknown as BearerTokens,
    {} as unknown as HostSignature,
  );

  function call(access: Access | undefined): Promise<boolean> {
    const handler = (): void => undefined;
    if (access !== undefined) Allow(access)(handler);
    const context = {
      getHandler: () => handler,
      getClass: () => AccessGuard,
      switchToHttp: () => ({ getRequest: () => ({ headers: {} }) }),
    };
    return guard.canActivate(context as unknown as ExecutionContext);
  }

  it('lets nobody in where a route does not say who may', async () => {
    await expect(call(undefined)).rejects.toMatchObject({
      problems: [{ code: 'scope-missing', detail: 'this route is open to nobody' }],
    });
  });

  it('lets those in whom the route names', async () => {
    await expect(call({ kind: 'public' })).resolves.toBe(true);
    await expect(call({ kind: 'scope', scope: 'read' })).resolves.toBe(true);
  });
});
