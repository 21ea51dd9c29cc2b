import { Module } from '@nestjs/common';
import type { DriverRegistry } from '#drivers';
import type { Clock } from '#engine';
import type { Store } from '#store';
import { CharterChain } from '../charter/charter-chain.js';
import { CharterModule } from '../charter/charter.module.js';
import { ContractChain } from '../contracts/contract-chain.js';
import { ContractReviewDesk } from '../contracts/contract-review-desk.js';
import { CLOCK, REGISTRY, STORE } from '../core/tokens.js';
import { ContractCheck } from './contract-check.js';
import { HostPlans } from './host-plans.js';
import { PlanDesk } from './plan-desk.js';
import { PlansController } from './plans.controller.js';

@Module({
  imports: [CharterModule],
  controllers: [PlansController],
  providers: [
    {
      provide: ContractCheck,
      useFactory: (registry: DriverRegistry) => new ContractCheck(registry),
      inject: [REGISTRY],
    },
    {
      provide: HostPlans,
      useFactory: (registry: DriverRegistry) => new HostPlans(registry),
      inject: [REGISTRY],
    },
    {
      provide: ContractChain,
      useFactory: (charters: CharterChain) => new ContractChain(charters),
      inject: [CharterChain],
    },
    {
      provide: ContractReviewDesk,
      useFactory: (charters: CharterChain, contracts: ContractChain, check: ContractCheck) =>
        new ContractReviewDesk(charters, contracts, check),
      inject: [CharterChain, ContractChain, ContractCheck],
    },
    {
      provide: PlanDesk,
      useFactory: (
        store: Store,
        clock: Clock,
        charters: CharterChain,
        reviews: ContractReviewDesk,
        plans: HostPlans,
      ) => new PlanDesk(store, clock, charters, reviews, plans),
      inject: [STORE, CLOCK, CharterChain, ContractReviewDesk, HostPlans],
    },
  ],
  exports: [ContractReviewDesk, PlanDesk],
})
export class PlansModule {}
