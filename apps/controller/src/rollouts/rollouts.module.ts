import { Module } from '@nestjs/common';
import { UlidSource } from '../core/ulid.js';
import { Rollouts } from './rollouts.js';

@Module({
  providers: [{ provide: Rollouts, useFactory: () => new Rollouts(new UlidSource()) }],
  exports: [Rollouts],
})
export class RolloutsModule {}
