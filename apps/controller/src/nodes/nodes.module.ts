import { Module } from '@nestjs/common';
import type { Clock } from '#engine';
import type { Store } from '#store';
import type { ControllerConfig } from '../config/controller-config.js';
import { Journal } from '../core/journal.js';
import { CLOCK, CONFIG, STORE } from '../core/tokens.js';
import { HostFigures } from './host-figures.js';
import { JoinTokens } from './join-tokens.js';
import { NodeReader } from './node-reader.js';
import { NodesController } from './nodes.controller.js';
import { Presence } from './presence.js';

@Module({
  controllers: [NodesController],
  providers: [
    { provide: HostFigures, useFactory: () => new HostFigures() },
    {
      provide: Presence,
      useFactory: (journal: Journal, clock: Clock, config: ControllerConfig) =>
        new Presence(journal, clock, config.nodeSilentAfterSeconds),
      inject: [Journal, CLOCK, CONFIG],
    },
    {
      provide: NodeReader,
      useFactory: (store: Store, presence: Presence, figures: HostFigures) =>
        new NodeReader(store, presence, figures),
      inject: [STORE, Presence, HostFigures],
    },
    {
      provide: JoinTokens,
      useFactory: (store: Store, clock: Clock) => new JoinTokens(store, clock),
      inject: [STORE, CLOCK],
    },
  ],
  exports: [HostFigures, Presence],
})
export class NodesModule {}
