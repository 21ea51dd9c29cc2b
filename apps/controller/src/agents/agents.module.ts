import { Module } from '@nestjs/common';
import type { Clock } from '#engine';
import type { Store } from '#store';
import type { ControllerConfig } from '../config/controller-config.js';
import { Doorbell } from '../core/doorbell.js';
import { Journal } from '../core/journal.js';
import { CLOCK, CONFIG, STORE } from '../core/tokens.js';
import { OpenStreams } from '../http/event-stream.js';
import { HostFigures } from '../nodes/host-figures.js';
import { NodesModule } from '../nodes/nodes.module.js';
import { Presence } from '../nodes/presence.js';
import { Rollouts } from '../rollouts/rollouts.js';
import { RolloutsModule } from '../rollouts/rollouts.module.js';
import { AgentsController } from './agents.controller.js';
import { DesiredDesk } from './desired-desk.js';
import { HintAnswers } from './hint-answers.js';
import { HostSignature } from './host-signature.js';
import { JoinDesk } from './join-desk.js';
import { ReplayCache } from './replay-cache.js';
import { ReportDesk } from './report-desk.js';

@Module({
  imports: [NodesModule, RolloutsModule],
  controllers: [AgentsController],
  providers: [
    {
      provide: HostSignature,
      useFactory: (store: Store, clock: Clock, presence: Presence, figures: HostFigures) =>
        new HostSignature(store, clock, new ReplayCache(clock), presence, figures),
      inject: [STORE, CLOCK, Presence, HostFigures],
    },
    {
      provide: JoinDesk,
      useFactory: (store: Store, journal: Journal, clock: Clock, signature: HostSignature) =>
        new JoinDesk(store, journal, clock, signature),
      inject: [STORE, Journal, CLOCK, HostSignature],
    },
    {
      provide: DesiredDesk,
      useFactory: (store: Store, doorbell: Doorbell, config: ControllerConfig) =>
        new DesiredDesk(store, doorbell, config.heartbeatSeconds),
      inject: [STORE, Doorbell, CONFIG],
    },
    {
      provide: HintAnswers,
      useFactory: (desired: DesiredDesk, streams: OpenStreams) => new HintAnswers(desired, streams),
      inject: [DesiredDesk, OpenStreams],
    },
    {
      provide: ReportDesk,
      useFactory: (journal: Journal, rollouts: Rollouts, figures: HostFigures) =>
        new ReportDesk(journal, rollouts, figures),
      inject: [Journal, Rollouts, HostFigures],
    },
  ],
  exports: [HostSignature],
})
export class AgentsModule {}
