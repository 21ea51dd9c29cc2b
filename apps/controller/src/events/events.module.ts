import { Module } from '@nestjs/common';
import type { Store } from '#store';
import type { ControllerConfig } from '../config/controller-config.js';
import { Doorbell } from '../core/doorbell.js';
import { CONFIG, STORE } from '../core/tokens.js';
import { OpenStreams } from '../http/event-stream.js';
import { EventAnswers } from './event-answers.js';
import { EventFeed } from './event-feed.js';
import { EventsController } from './events.controller.js';

@Module({
  controllers: [EventsController],
  providers: [
    {
      provide: EventFeed,
      useFactory: (store: Store, doorbell: Doorbell, config: ControllerConfig) =>
        new EventFeed(store, doorbell, config.heartbeatSeconds),
      inject: [STORE, Doorbell, CONFIG],
    },
    {
      provide: EventAnswers,
      useFactory: (feed: EventFeed, streams: OpenStreams) => new EventAnswers(feed, streams),
      inject: [EventFeed, OpenStreams],
    },
  ],
})
export class EventsModule {}
