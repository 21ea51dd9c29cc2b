import { Module } from '@nestjs/common';
import { UlidSource } from '../core/ulid.js';
import { RolloutOperations } from './rollout-operations.js';
import { Rollouts } from './rollouts.js';

@Module({
  providers: [
    { provide: Rollouts, useFactory: () => new Rollouts(new RolloutOperations(new UlidSource())) },
  ],
  exports: [Rollouts],
})
export class RolloutsModule {}
