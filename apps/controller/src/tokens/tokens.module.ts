import { Module } from '@nestjs/common';
import type { Clock } from '#engine';
import type { Store } from '#store';
import { CLOCK, STORE } from '../core/tokens.js';
import { BearerTokens } from './bearer-tokens.js';
import { TokenDesk } from './token-desk.js';
import { TokensController } from './tokens.controller.js';

@Module({
  controllers: [TokensController],
  providers: [
    {
      provide: BearerTokens,
      useFactory: (store: Store, clock: Clock) => new BearerTokens(store, clock),
      inject: [STORE, CLOCK],
    },
    {
      provide: TokenDesk,
      useFactory: (store: Store, clock: Clock) => new TokenDesk(store, clock),
      inject: [STORE, CLOCK],
    },
  ],
  exports: [BearerTokens, TokenDesk],
})
export class TokensModule {}
