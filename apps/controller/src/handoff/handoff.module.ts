import { Module } from '@nestjs/common';
import type { DriverRegistry } from '#drivers';
import type { Store } from '#store';
import { CharterChain } from '../charter/charter-chain.js';
import { CharterModule } from '../charter/charter.module.js';
import { REGISTRY, STORE } from '../core/tokens.js';
import { HostFigures } from '../nodes/host-figures.js';
import { NodesModule } from '../nodes/nodes.module.js';
import { HandoffDesk } from './handoff-desk.js';
import { HandoffController } from './handoff.controller.js';
import { LatestContracts } from './latest-contracts.js';
import { PeerSheetDesk } from './peer-sheet-desk.js';

@Module({
  imports: [CharterModule, NodesModule],
  controllers: [HandoffController],
  providers: [
    {
      provide: LatestContracts,
      useFactory: (store: Store, charters: CharterChain, registry: DriverRegistry) =>
        new LatestContracts(store, charters, registry),
      inject: [STORE, CharterChain, REGISTRY],
    },
    {
      provide: HandoffDesk,
      useFactory: (contracts: LatestContracts, figures: HostFigures) =>
        new HandoffDesk(contracts, figures),
      inject: [LatestContracts, HostFigures],
    },
    {
      provide: PeerSheetDesk,
      useFactory: (contracts: LatestContracts) => new PeerSheetDesk(contracts),
      inject: [LatestContracts],
    },
  ],
})
export class HandoffModule {}
