import { accept, type Result } from '#contract';
import {
  compileForAudience,
  handoffOf,
  handoffText,
  readContract,
  withNeighbours,
  type DriverRegistry,
  type SeenHandoff,
  type WantedResource,
} from '#drivers';
import type { Store } from '#store';
import type { CharterChain } from '../charter/charter-chain.js';
import { findLatest } from '../contracts/contract-desk.js';
import type { HostFigures } from '../nodes/host-figures.js';

export interface HandoffSheet {
  readonly contractId: string;
  readonly version: number;
  readonly title: string;
  readonly hosts: readonly SeenHandoff[];
  readonly markdown: string;
}

/** Says what the other ends of the hosts' cables must be set up for. */
export class HandoffDesk {
  constructor(
    private readonly store: Store,
    private readonly charters: CharterChain,
    private readonly registry: DriverRegistry,
    private readonly figures: HostFigures,
  ) {}

  /** Of the latest version of a stored contract. */
  async ofContract(contractId: string): Promise<Result<HandoffSheet>> {
    const found = await findLatest(this.store, contractId);
    if (!found.ok) return found;
    const charter = await this.charters.current(this.store);
    if (!charter.ok) return charter;
    const { version, payload } = found.value.version;
    const understood = readContract(this.registry, payload);
    if (!understood.ok) return understood;
    const compiled = compileForAudience(understood.value, charter.value.charter);
    if (!compiled.ok) return compiled;
    const hosts = [...compiled.value].map(([node, wanted]) => this.ofHost(node, wanted));
    const { title } = payload;
    return accept({ contractId, version, title, hosts, markdown: handoffText(title, hosts) });
  }
  private ofHost(node: string, wanted: readonly WantedResource[]): SeenHandoff {
    const { ports, tunnels } = handoffOf(wanted);
    const heard = this.figures.measuresOf(node)?.neighbours;
    return { node, ports: withNeighbours(ports, heard), tunnels };
  }
}
