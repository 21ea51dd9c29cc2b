import { Module } from '@nestjs/common';
import type { DriverRegistry } from '#drivers';
import { REGISTRY } from '../core/tokens.js';
import { DriverCatalogue } from './driver-catalogue.js';
import { DriversController } from './drivers.controller.js';

@Module({
  controllers: [DriversController],
  providers: [
    {
      provide: DriverCatalogue,
      useFactory: (registry: DriverRegistry) => new DriverCatalogue(registry),
      inject: [REGISTRY],
    },
  ],
})
export class DriversModule {}
