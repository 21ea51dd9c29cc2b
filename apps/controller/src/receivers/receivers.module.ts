import { Module } from '@nestjs/common';
import type { Clock } from '#engine';
import type { Logger } from '#log';
import type { Store } from '#store';
import type { ControllerConfig } from '../config/controller-config.js';
import { Doorbell } from '../core/doorbell.js';
import { CLOCK, CONFIG, LOGGER, STORE } from '../core/tokens.js';
import { EventReceivers } from './event-receivers.js';
import { ReceiversController } from './receivers.controller.js';

@Module({
  controllers: [ReceiversController],
  providers: [
    {
      provide: EventReceivers,
      useFactory: (
        config: ControllerConfig,
        store: Store,
        doorbell: Doorbell,
        clock: Clock,
        logger: Logger,
      ) => new EventReceivers(config.eventReceivers, { store, doorbell, clock, logger }),
      inject: [CONFIG, STORE, Doorbell, CLOCK, LOGGER],
    },
  ],
  exports: [EventReceivers],
})
export class ReceiversModule {}
