import { Module } from '@nestjs/common';
import type { Store } from '#store';
import type { ControllerConfig } from '../config/controller-config.js';
import { Journal } from '../core/journal.js';
import { CONFIG, STORE } from '../core/tokens.js';
import { CharterAnswers } from './charter-answers.js';
import { CharterChain } from './charter-chain.js';
import { CharterDesk } from './charter-desk.js';
import { CharterController } from './charter.controller.js';

@Module({
  controllers: [CharterController],
  providers: [
    {
      provide: CharterChain,
      useFactory: ({ trustAnchor }: ControllerConfig) => new CharterChain(trustAnchor),
      inject: [CONFIG],
    },
    {
      provide: CharterDesk,
      useFactory: (store: Store, journal: Journal, chain: CharterChain) =>
        new CharterDesk(store, journal, chain),
      inject: [STORE, Journal, CharterChain],
    },
    {
      provide: CharterAnswers,
      useFactory: (desk: CharterDesk) => new CharterAnswers(desk),
      inject: [CharterDesk],
    },
  ],
  exports: [CharterChain],
})
export class CharterModule {}
