import type { Kysely } from 'kysely';
import { ApiTokenRepository } from './api-token-repository.js';
import { CharterRepository } from './charter-repository.js';
import { ContractRepository } from './contract-repository.js';
import { ContractVersionRepository } from './contract-version-repository.js';
import { ContractWordRepository } from './contract-word-repository.js';
import { EventReceiverRepository } from './event-receiver-repository.js';
import { EventRepository } from './event-repository.js';
import { IdempotencyRepository } from './idempotency-repository.js';
import { JoinTokenRepository } from './join-token-repository.js';
import { LeaseRepository } from './lease-repository.js';
import { NodeRepository } from './node-repository.js';
import { OperationRepository } from './operation-repository.js';
import { ReportRepository } from './report-repository.js';
import type { Schema } from './schema.js';
import { SettingRepository } from './setting-repository.js';
import { UsageRepository } from './usage-repository.js';

/** Everything that is stored, by kind. */
export interface Repositories {
  readonly settings: SettingRepository;
  readonly charters: CharterRepository;
  readonly contracts: ContractRepository;
  readonly contractVersions: ContractVersionRepository;
  readonly contractWords: ContractWordRepository;
  readonly nodes: NodeRepository;
  readonly reports: ReportRepository;
  readonly joinTokens: JoinTokenRepository;
  readonly apiTokens: ApiTokenRepository;
  readonly operations: OperationRepository;
  readonly events: EventRepository;
  readonly eventReceivers: EventReceiverRepository;
  readonly leases: LeaseRepository;
  readonly idempotency: IdempotencyRepository;
  readonly usage: UsageRepository;
}

export function repositoriesOn(db: Kysely<Schema>): Repositories {
  return {
    settings: new SettingRepository(db),
    charters: new CharterRepository(db),
    contracts: new ContractRepository(db),
    contractVersions: new ContractVersionRepository(db),
    contractWords: new ContractWordRepository(db),
    nodes: new NodeRepository(db),
    reports: new ReportRepository(db),
    joinTokens: new JoinTokenRepository(db),
    apiTokens: new ApiTokenRepository(db),
    operations: new OperationRepository(db),
    events: new EventRepository(db),
    eventReceivers: new EventReceiverRepository(db),
    leases: new LeaseRepository(db),
    idempotency: new IdempotencyRepository(db),
    usage: new UsageRepository(db),
  };
}
