import { accept, type Result } from '#contract';
import {
  compileForAudience,
  handoffOf,
  handoffText,
  withNeighbours,
  type SeenHandoff,
  type WantedResource,
} from '#drivers';
import type { HostFigures } from '../nodes/host-figures.js';
import type { LatestContracts } from './latest-contracts.js';

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
    private readonly contracts: LatestContracts,
    private readonly figures: HostFigures,
  ) {}

  /** Of the latest version of a stored contract. */
  async ofContract(contractId: string): Promise<Result<HandoffSheet>> {
    const latest = await this.contracts.find(contractId);
    if (!latest.ok) return latest;
    const { version, understood, charter } = latest.value;
    const compiled = compileForAudience(understood, charter);
    if (!compiled.ok) return compiled;
    const hosts = [...compiled.value].map(([node, wanted]) => this.ofHost(node, wanted));
    const { title } = understood.contract;
    return accept({ contractId, version, title, hosts, markdown: handoffText(title, hosts) });
  }

  private ofHost(node: string, wanted: readonly WantedResource[]): SeenHandoff {
    const { ports, tunnels } = handoffOf(wanted);
    const heard = this.figures.measuresOf(node)?.neighbours;
    return { node, ports: withNeighbours(ports, heard), tunnels };
  }
}
