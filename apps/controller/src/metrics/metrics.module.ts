import { Module } from '@nestjs/common';
import type { Store } from '#store';
import { Journal } from '../core/journal.js';
import { STORE } from '../core/tokens.js';
import { HostFigures } from '../nodes/host-figures.js';
import { NodesModule } from '../nodes/nodes.module.js';
import { Presence } from '../nodes/presence.js';
import { EventReceivers } from '../receivers/event-receivers.js';
import { ReceiversModule } from '../receivers/receivers.module.js';
import { ControllerMetrics } from './controller-metrics.js';
import { FleetMetrics } from './fleet-metrics.js';
import { HostPages } from './host-pages.js';
import { MetricsAnswers } from './metrics-answers.js';
import { MetricsController } from './metrics.controller.js';

@Module({
  imports: [NodesModule, ReceiversModule],
  controllers: [MetricsController],
  providers: [
    {
      provide: ControllerMetrics,
      useFactory: (store: Store, presence: Presence, journal: Journal) =>
        new ControllerMetrics(store, presence, journal),
      inject: [STORE, Presence, Journal],
    },
    {
      provide: FleetMetrics,
      useFactory: (
        store: Store,
        presence: Presence,
        figures: HostFigures,
        receivers: EventReceivers,
      ) => new FleetMetrics(store, presence, figures, receivers),
      inject: [STORE, Presence, HostFigures, EventReceivers],
    },
    {
      provide: HostPages,
      useFactory: (store: Store, presence: Presence, figures: HostFigures) =>
        new HostPages(store, presence, figures),
      inject: [STORE, Presence, HostFigures],
    },
    {
      provide: MetricsAnswers,
      useFactory: (metrics: ControllerMetrics, fleet: FleetMetrics) =>
        new MetricsAnswers(metrics, fleet),
      inject: [ControllerMetrics, FleetMetrics],
    },
  ],
})
export class MetricsModule {}
