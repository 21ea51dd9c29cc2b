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
import { PeerSheetDesk } from './peer-sheet-desk.js';

@Module({
  imports: [CharterModule, NodesModule],
  controllers: [HandoffController],
  providers: [
    {
      provide: HandoffDesk,
      useFactory: (
        store: Store,
        charters: CharterChain,
        registry: DriverRegistry,
        figures: HostFigures,
      ) => new HandoffDesk(store, charters, registry, figures),
      inject: [STORE, CharterChain, REGISTRY, HostFigures],
    },
    {
      provide: PeerSheetDesk,
      useFactory: (store: Store, charters: CharterChain, registry: DriverRegistry) =>
        new PeerSheetDesk(store, charters, registry),
      inject: [STORE, CharterChain, REGISTRY],
    },
  ],
})
export class HandoffModule {}
