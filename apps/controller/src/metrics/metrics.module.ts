import { Module } from '@nestjs/common';
import type { Store } from '#store';
import { STORE } from '../core/tokens.js';
import { NodesModule } from '../nodes/nodes.module.js';
import { Presence } from '../nodes/presence.js';
import { ControllerMetrics } from './controller-metrics.js';
import { HostPages } from './host-pages.js';
import { MetricsAnswers } from './metrics-answers.js';
import { MetricsController } from './metrics.controller.js';

@Module({
  imports: [NodesModule],
  controllers: [MetricsController],
  providers: [
    {
      provide: ControllerMetrics,
      useFactory: (store: Store, presence: Presence) => new ControllerMetrics(store, presence),
      inject: [STORE, Presence],
    },
    {
      provide: HostPages,
      useFactory: (store: Store, presence: Presence) => new HostPages(store, presence),
      inject: [STORE, Presence],
    },
    {
      provide: MetricsAnswers,
      useFactory: (metrics: ControllerMetrics) => new MetricsAnswers(metrics),
      inject: [ControllerMetrics],
    },
  ],
})
export class MetricsModule {}
