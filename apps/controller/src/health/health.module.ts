import { Module } from '@nestjs/common';
import type { Store } from '#store';
import type { Logger } from '#log';
import { LOGGER, STORE } from '../core/tokens.js';
import { HealthController } from './health.controller.js';
import { Readiness } from './readiness.js';

@Module({
  controllers: [HealthController],
  providers: [
    {
      provide: Readiness,
      useFactory: (store: Store, logger: Logger) => new Readiness(store, logger),
      inject: [STORE, LOGGER],
    },
  ],
})
export class HealthModule {}
