import { z } from 'zod';
import { publicKey } from '#contract';
import type { HostState, LinkResource, ObservedLink } from '#drivers';
import { flowMeters, type HostMeasures } from '#protocol';
import type { NodeRecord } from '#store';
import { counter, listOf, pageOf, problemView, time } from '../http/views.js';
import { nodeStates, type NodeState } from './presence.js';

export const nodeView = z
  .object({
    id: z.string(),
    keyId: z.string().nullable(),
    publicKey: publicKey.nullable(),
    state: z.enum(nodeStates),
    joinedAt: time.nullable(),
    lastSeenAt: time.nullable(),
    agentVersion: z.string().nullable(),
    charterVersion: counter.nullable().describe('version of the charter that the host follows'),
    listedInCharter: z.boolean(),
    capabilities: z
      .record(z.string(), z.boolean())
      .nullable()
      .describe('what the kernel of the host can do; one that is not named is not known'),
    flowMeter: z
      .enum(flowMeters)
      .nullable()
      .describe('who meters the flows of the host now; null: nobody, since no contract wants that'),
    problems: listOf(problemView).describe('why the host refused documents other than contracts'),
  })
  .meta({ id: 'Node' });
export type NodeView = z.infer<typeof nodeView>;
export const nodePage = pageOf(nodeView, 'NodePage');

export const interfaceView = z
  .object({
    name: z.string(),
    index: z.int(),
    kind: z.string(),
    owner: z.object({ contract: z.string(), workload: z.string() }).nullable(),
    mtu: z.int(),
    mac: z.string().nullable(),
    master: z.string().nullable(),
    up: z.boolean(),
    ipv6: z.boolean(),
    adminStatus: z.enum(['up', 'down']).describe('RFC 8343 admin-status'),
    operStatus: z
      .enum(['up', 'down', 'testing', 'unknown', 'dormant', 'not-present', 'lower-layer-down'])
      .describe('RFC 8343 oper-status'),
    carrier: z.boolean(),
    alias: z.string().nullable(),
    addresses: listOf(z.string()),
    options: z.record(z.string(), z.unknown()).describe('what only this kind of interface has'),
  })
  .meta({ id: 'Interface' });
export type InterfaceView = z.infer<typeof interfaceView>;
export const interfaceList = z
  .object({ items: listOf(interfaceView), observedAt: time.nullable() })
  .meta({ id: 'InterfaceList' });
export type InterfaceList = z.infer<typeof interfaceList>;

/** What stands beside the record of a node. */
export interface NodePresence {
  readonly state: NodeState;
  readonly listedInCharter: boolean;
  readonly measures: HostMeasures | undefined;
}

export function viewOfNode(
  node: NodeRecord,
  { state, listedInCharter, measures }: NodePresence,
): NodeView {
  const {
    id,
    keyId,
    publicKey: key,
    joinedAt,
    lastSeenAt,
    agentVersion,
    charterVersion,
    capabilities,
    problems,
  } = node;
  return {
    id,
    keyId,
    publicKey: key,
    state,
    joinedAt,
    lastSeenAt,
    agentVersion,
    charterVersion,
    listedInCharter,
    capabilities,
    flowMeter: measures?.metering?.meter ?? null,
    problems,
  };
}

export function viewsOfInterfaces({ links, addresses }: HostState): readonly InterfaceView[] {
  return links.map((link) =>
    viewOfInterface(
      link,
      addresses
        .filter((address) => address.link === link.resource.name)
        .map(({ address }) => address),
    ),
  );
}

function viewOfInterface(link: ObservedLink, addresses: readonly string[]): InterfaceView {
  const { resource, index, operStatus, carrier, alias } = link;
  const { name, owner, mtu, mac, master, up, ipv6 } = resource;
  return {
    name,
    index,
    kind: resource.kind === 'other' ? resource.kernelKind : resource.kind,
    owner: owner ?? null,
    mtu,
    mac: mac ?? null,
    master,
    up,
    ipv6,
    adminStatus: up ? 'up' : 'down',
    operStatus,
    carrier,
    alias: alias ?? null,
    addresses,
    options: optionsOf(resource),
  };
}

function optionsOf(resource: LinkResource): Readonly<Record<string, unknown>> {
  switch (resource.kind) {
    case 'bond':
      return { ...resource.bond };
    case 'vrf':
      return { ...resource.vrf };
    case 'bridge':
      return { ...resource.bridge };
    case 'vlan':
      return { ...resource.vlan };
    case 'vxlan':
      return { ...resource.vxlan };
    case 'generic':
      return { ...resource.fixed, ...resource.generic };
    case 'other':
      return {};
  }
}
