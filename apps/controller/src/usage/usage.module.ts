import { Module } from '@nestjs/common';
import type { Store } from '#store';
import { Journal } from '../core/journal.js';
import { STORE } from '../core/tokens.js';
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
      useFactory: (store: Store) => new UsageReader(store),
      inject: [STORE],
    },
  ],
})
export class UsageModule {}
