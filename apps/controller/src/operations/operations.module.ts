import { Module } from '@nestjs/common';
import type { Store } from '#store';
import { Doorbell } from '../core/doorbell.js';
import { STORE } from '../core/tokens.js';
import { OperationReader } from './operation-reader.js';
import { OperationsController } from './operations.controller.js';

@Module({
  controllers: [OperationsController],
  providers: [
    {
      provide: OperationReader,
      useFactory: (store: Store, doorbell: Doorbell) => new OperationReader(store, doorbell),
      inject: [STORE, Doorbell],
    },
  ],
  exports: [OperationReader],
})
export class OperationsModule {}
