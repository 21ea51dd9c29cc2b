import { Module } from '@nestjs/common';
import { Rollouts } from './rollouts.js';

@Module({
  providers: [{ provide: Rollouts, useFactory: () => new Rollouts() }],
  exports: [Rollouts],
})
export class RolloutsModule {}
