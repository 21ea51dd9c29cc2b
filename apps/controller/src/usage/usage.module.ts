import { Module } from '@nestjs/common';
import type { Clock } from '#engine';
import type { Store } from '#store';
import type { ControllerConfig } from '../config/controller-config.js';
import { Journal } from '../core/journal.js';
import { CLOCK, CONFIG, STORE } from '../core/tokens.js';
import { UsageController } from './usage.controller.js';
import { UsageDesk } from './usage-desk.js';
import { UsageReader } from './usage-reader.js';
import { UsageRetention } from './usage-retention.js';

@Module({
  controllers: [UsageController],
  providers: [
    {
      provide: UsageDesk,
      useFactory: (journal: Journal) => new UsageDesk(journal),
      inject: [Journal],
    },
    {
      provide: UsageRetention,
      useFactory: (store: Store, clock: Clock) => new UsageRetention(store, clock),
      inject: [STORE, CLOCK],
    },
    {
      provide: UsageReader,
      useFactory: (store: Store, { pricePlans }: ControllerConfig) =>
        new UsageReader(store, pricePlans),
      inject: [STORE, CONFIG],
    },
  ],
})
export class UsageModule {}
