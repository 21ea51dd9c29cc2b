import { Module } from '@nestjs/common';
import type { Clock } from '#engine';
import type { Store } from '#store';
import { CLOCK, STORE } from '../core/tokens.js';
import { IdempotencyInterceptor } from './idempotency-interceptor.js';
import { Idempotency } from './idempotency.js';

/** What rooms need to answer repeated requests. */
@Module({
  providers: [
    {
      provide: IdempotencyInterceptor,
      useFactory: (store: Store, clock: Clock) =>
        new IdempotencyInterceptor(new Idempotency(store, clock)),
      inject: [STORE, CLOCK],
    },
  ],
  exports: [IdempotencyInterceptor],
})
export class HttpModule {}
