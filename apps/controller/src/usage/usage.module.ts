import { Module } from '@nestjs/common';
import type { Store } from '#store';
import type { ControllerConfig } from '../config/controller-config.js';
import { Journal } from '../core/journal.js';
import { CONFIG, STORE } from '../core/tokens.js';
import { UsageController } from './usage.controller.js';
import { UsageDesk } from './usage-desk.js';
import { UsageReader } from './usage-reader.js';

@Module({
  controllers: [UsageController],
  providers: [
    {
      provide: UsageDesk,
      useFactory: (journal: Journal) => new UsageDesk(journal),
      inject: [Journal],
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
