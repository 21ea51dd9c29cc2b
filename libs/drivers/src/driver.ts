import type { CharterNode, NodeId, Result } from '#contract';
import type { InterfaceName } from './names.js';
import type { Passage, PassageSite } from './passage.js';
import type { PeerSheet } from './peer-sheet.js';
import type { Owner, WantedResource } from './resource.js';

/** What the compiler tells a driver about the surroundings of one workload on one host. */
export interface Surroundings {
  /** Written on every object of this workload. */
  readonly owner: Owner;
  /** The host that is compiled for, as its charter has it. */
  readonly node: CharterNode;
  /** The name of this workload's own interface on this host. */
  readonly interfaceName: InterfaceName;
  /** Any host of the charter. */
  readonly charterNode: (id: NodeId) => CharterNode | undefined;
  /** Another workload of the same contract that has an interface on this host. */
  readonly neighbour: (workload: string) => Neighbour | undefined;
  /** The way from host to host that another workload of the same contract makes; absent: nobody asks. */
  readonly passage?: (workload: string) => Passage | undefined;
}

export interface Neighbour {
  readonly type: string;
  readonly interfaceName: InterfaceName;
  /** The routing table of the links in it; absent: links are not in it. */
  readonly table?: number;
}

/**
 * A technology that a contract can ask for. Pure: a driver turns data into wanted resources and never touches a host.
 *
 * ```ts
 * export const bridgeDriver: Driver<BridgeSpec> = {
 *   type: 'bridge',
 *   title: 'Ethernet bridge',
 *   namePrefix: 'br',
 *   jsonSchema: () => z.toJSONSchema(bridgeSchema, { io: 'input' }),
 *   parse: parseBridge,
 *   members: ({ members }) => members,
 *   compile: bridgeResources,
 * };
 * ```
 */
export interface Driver<Spec> {
  /** The `type` of its workloads. */
  readonly type: string;
  readonly title: string;
  /** Two letters that begin the derived names of its interfaces. */
  readonly namePrefix: string;
  /** JSON Schema 2020-12 of a workload's `data`. */
  jsonSchema(): object;
  /** Problems carry paths below `data`. */
  parse(data: unknown): Result<Spec>;
  /** One entry for each host on which the workload has an interface: the list at `data.members`, in its order. */
  members(spec: Spec): readonly Member[];
  /** The routing table of links in its interface; absent: it takes none. */
  routingTable?(spec: Spec): number;
  /** What the workload needs on one host; problems carry paths below `data`. */
  compile(spec: Spec, surroundings: Surroundings): Result<readonly WantedResource[]>;
  /** The way from host to host that it makes; absent or undefined: it makes none. */
  passage?(spec: Spec, site: PassageSite): Passage | undefined;
  /** The workloads through which it sends, for whom it waits; absent: none. */
  through?(spec: Spec): readonly string[];
  /** What the administrator of the other end has to set up, as seen from one host; absent: there is no other end. */
  peerSheet?(spec: Spec, surroundings: Surroundings): Result<PeerSheet>;
}

export interface Member {
  readonly node: NodeId;
  /** Chosen by the contract; absent: derived from contract id and workload. */
  readonly name?: InterfaceName | undefined;
}

/** A driver whose spec type has been closed over, so that a list can hold drivers of every kind. */
export interface AnyDriver {
  readonly type: string;
  readonly title: string;
  jsonSchema(): object;
  read(data: unknown): Result<ReadWorkload>;
}

/** A workload's data after its driver has read it. */
export interface ReadWorkload {
  readonly namePrefix: string;
  readonly members: readonly Member[];
  readonly routingTable?: number;
  compile(surroundings: Surroundings): Result<readonly WantedResource[]>;
  passage(site: PassageSite): Passage | undefined;
  /** The workloads through which it sends. */
  readonly through: readonly string[];
  /** Undefined: the technology has no other end. */
  peerSheet(surroundings: Surroundings): Result<PeerSheet> | undefined;
}

export function closeDriver<Spec>(driver: Driver<Spec>): AnyDriver {
  return {
    type: driver.type,
    title: driver.title,
    jsonSchema: () => driver.jsonSchema(),
    read: (data) => {
      const spec = driver.parse(data);
      if (!spec.ok) return spec;
      const table = driver.routingTable?.(spec.value);
      return {
        ok: true,
        value: {
          namePrefix: driver.namePrefix,
          members: driver.members(spec.value),
          ...(table !== undefined && { routingTable: table }),
          compile: (surroundings) => driver.compile(spec.value, surroundings),
          passage: (site) => driver.passage?.(spec.value, site),
          through: driver.through?.(spec.value) ?? [],
          peerSheet: (surroundings) => driver.peerSheet?.(spec.value, surroundings),
        },
      };
    },
  };
}
