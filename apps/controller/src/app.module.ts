import { Module, type DynamicModule } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_INTERCEPTOR, APP_PIPE, Reflector } from '@nestjs/core';
import type { Clock } from '#engine';
import type { Store } from '#store';
import { AgentsModule } from './agents/agents.module.js';
import { HostSignature } from './agents/host-signature.js';
import { CharterModule } from './charter/charter.module.js';
import { ContractsModule } from './contracts/contracts.module.js';
import { CoreModule, type ControllerParts } from './core/core.module.js';
import type { Logger } from '#log';
import { CLOCK, LOGGER, STORE } from './core/tokens.js';
import { ControllerFactsModule } from './facts/controller-facts.module.js';
import { DriversModule } from './drivers/drivers.module.js';
import { EventsModule } from './events/events.module.js';
import { HandoffModule } from './handoff/handoff.module.js';
import { HealthModule } from './health/health.module.js';
import { AccessGuard } from './http/access-guard.js';
import { AnswerInterceptor } from './http/answer-interceptor.js';
import { DtoPipe } from './http/dto-pipe.js';
import { IdempotencyInterceptor } from './http/idempotency-interceptor.js';
import { Idempotency } from './http/idempotency.js';
import { ProblemFilter } from './http/problem-filter.js';
import { MetricsModule } from './metrics/metrics.module.js';
import { NodesModule } from './nodes/nodes.module.js';
import { OperationsModule } from './operations/operations.module.js';
import { PlansModule } from './plans/plans.module.js';
import { ReceiversModule } from './receivers/receivers.module.js';
import { BearerTokens } from './tokens/bearer-tokens.js';
import { TokensModule } from './tokens/tokens.module.js';
import { UsageModule } from './usage/usage.module.js';

/** The whole controller. Filter, guard, interceptor and pipe hold for every route. */
@Module({
  imports: [
    AgentsModule,
    CharterModule,
    ContractsModule,
    ControllerFactsModule,
    DriversModule,
    EventsModule,
    HandoffModule,
    HealthModule,
    MetricsModule,
    NodesModule,
    OperationsModule,
    PlansModule,
    ReceiversModule,
    TokensModule,
    UsageModule,
  ],
  providers: [
    {
      provide: APP_FILTER,
      useFactory: (logger: Logger) => new ProblemFilter(logger),
      inject: [LOGGER],
    },
    {
      provide: APP_GUARD,
      useFactory: (reflector: Reflector, tokens: BearerTokens, signature: HostSignature) =>
        new AccessGuard(reflector, tokens, signature),
      inject: [Reflector, BearerTokens, HostSignature],
    },
    { provide: APP_INTERCEPTOR, useFactory: () => new AnswerInterceptor() },
    {
      provide: APP_INTERCEPTOR,
      useFactory: (reflector: Reflector, store: Store, clock: Clock) =>
        new IdempotencyInterceptor(reflector, new Idempotency(store, clock)),
      inject: [Reflector, STORE, CLOCK],
    },
    { provide: APP_PIPE, useFactory: () => new DtoPipe() },
  ],
})
export class AppModule {
  static with(parts: ControllerParts): DynamicModule {
    return { module: AppModule, imports: [CoreModule.with(parts)] };
  }
}
