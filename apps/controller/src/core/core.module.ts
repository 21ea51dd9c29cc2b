import { Global, Module, type DynamicModule } from '@nestjs/common';
import type { DriverRegistry } from '#drivers';
import type { Clock } from '#engine';
import type { Store } from '#store';
import type { Tracer } from '#trace';
import type { ControllerConfig } from '../config/controller-config.js';
import { OpenStreams } from '../http/event-stream.js';
import { Doorbell } from './doorbell.js';
import { logEvents } from './event-log.js';
import { Journal } from './journal.js';
import type { Logger } from '#log';
import { CLOCK, CONFIG, LOGGER, REGISTRY, STORE } from './tokens.js';

/** What the controller is made of that a test or another program may choose. */
export interface ControllerParts {
  readonly config: ControllerConfig;
  readonly store: Store;
  readonly clock: Clock;
  readonly registry: DriverRegistry;
  readonly logger: Logger;
  readonly tracer: Tracer;
}

/** The parts that every room may use. */
@Global()
@Module({})
export class CoreModule {
  static with({ config, store, clock, registry, logger, tracer }: ControllerParts): DynamicModule {
    const doorbell = new Doorbell();
    const providers = [
      { provide: CONFIG, useValue: config },
      { provide: STORE, useValue: store },
      { provide: CLOCK, useValue: clock },
      { provide: REGISTRY, useValue: registry },
      { provide: LOGGER, useValue: logger },
      { provide: Doorbell, useValue: doorbell },
      { provide: OpenStreams, useValue: new OpenStreams() },
      {
        provide: Journal,
        useValue: new Journal(
          store,
          doorbell,
          clock,
          logEvents(logger),
          () => tracer.present()?.traceparent,
        ),
      },
    ];
    return { module: CoreModule, providers, exports: providers.map(({ provide }) => provide) };
  }
}
