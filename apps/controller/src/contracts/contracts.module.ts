import { Module } from '@nestjs/common';
import type { Store } from '#store';
import { Journal } from '../core/journal.js';
import { UlidSource } from '../core/ulid.js';
import { STORE } from '../core/tokens.js';
import { NodesModule } from '../nodes/nodes.module.js';
import { Presence } from '../nodes/presence.js';
import { OperationReader } from '../operations/operation-reader.js';
import { OperationsModule } from '../operations/operations.module.js';
import { PlansModule } from '../plans/plans.module.js';
import { Rollouts } from '../rollouts/rollouts.js';
import { RolloutsModule } from '../rollouts/rollouts.module.js';
import { ContractDesk } from './contract-desk.js';
import { ContractReader } from './contract-reader.js';
import { ContractReviewDesk } from './contract-review-desk.js';
import { ContractWords } from './contract-words.js';
import { ContractWordsController } from './contract-words.controller.js';
import { ContractsController } from './contracts.controller.js';
import { PendingChanges } from './pending-changes.js';
import { SubmissionDesk } from './submission-desk.js';

@Module({
  imports: [NodesModule, OperationsModule, PlansModule, RolloutsModule],
  controllers: [ContractsController, ContractWordsController],
  providers: [
    {
      provide: ContractDesk,
      useFactory: (
        journal: Journal,
        reviews: ContractReviewDesk,
        rollouts: Rollouts,
        presence: Presence,
      ) => new ContractDesk(journal, reviews, rollouts, new PendingChanges(presence)),
      inject: [Journal, ContractReviewDesk, Rollouts, Presence],
    },
    {
      provide: ContractReader,
      useFactory: (store: Store, presence: Presence) => new ContractReader(store, presence),
      inject: [STORE, Presence],
    },
    {
      provide: ContractWords,
      useFactory: (journal: Journal) => new ContractWords(journal, new UlidSource()),
      inject: [Journal],
    },
    {
      provide: SubmissionDesk,
      useFactory: (contracts: ContractDesk, reader: ContractReader, operations: OperationReader) =>
        new SubmissionDesk(contracts, reader, operations),
      inject: [ContractDesk, ContractReader, OperationReader],
    },
  ],
})
export class ContractsModule {}
