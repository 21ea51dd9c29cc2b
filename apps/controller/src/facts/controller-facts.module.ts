import { Module } from '@nestjs/common';
import type { Clock } from '#engine';
import { CLOCK } from '../core/tokens.js';
import { ControllerFactsController } from './controller-facts.controller.js';
import { ControllerFactsReader } from './controller-facts.js';

@Module({
  controllers: [ControllerFactsController],
  providers: [
    {
      provide: ControllerFactsReader,
      useFactory: (clock: Clock) => new ControllerFactsReader(clock),
      inject: [CLOCK],
    },
  ],
})
export class ControllerFactsModule {}
