import { z } from 'zod';
import {
  accept,
  distinct,
  nodeId,
  parseWith,
  refuse,
  type Charter,
  type Contract,
  type ContractId,
  type NodeId,
} from '#contract';
import {
  closeDriver,
  createRegistry,
  linkName,
  newLinkName,
  type Driver,
  type DriverRegistry,
  type IpAddress,
  type WantedResource,
} from '../src/index.js';

const wireSchema = z.strictObject({
  /** A workload whose interface is the bridge of the wire. */
  into: z.string().optional(),
  /** An interface under the wire. */
  over: linkName.optional(),
  broken: z.boolean().optional(),
  members: z.array(z.strictObject({ node: nodeId, name: newLinkName.optional() })),
  labels: distinct(z.string(), (label) => label, 'label').optional(),
});

type Wire = z.infer<typeof wireSchema>;

/** The least that a driver can be: one VXLAN link on each member. */
const wireDriver: Driver<Wire> = {
  type: 'wire',
  title: 'Wire',
  namePrefix: 'wi',
  jsonSchema: () => z.toJSONSchema(wireSchema, { io: 'input' }),
  parse: (data) => parseWith(wireSchema, data),
  members: ({ members }) => members,
  compile: ({ into = '', over, broken }, { owner, interfaceName, neighbour, node }) => {
    if (broken === true) {
      return refuse({ code: 'port-unknown', path: '/broken', detail: `broken on ${node.id}` });
    }
    const resource: WantedResource['resource'] = {
      type: 'link',
      kind: 'vxlan',
      name: interfaceName,
      owner,
      master: neighbour(into)?.interfaceName ?? null,
      up: true,
      ipv6: false,
      vxlan: {
        ...usualOptions,
        vni: vniOf(owner.workload),
        underlay: over ?? usualOptions.underlay,
      },
    };
    return accept([{ path: '/members/0', resource }]);
  },
};

const usualOptions = {
  port: 4789,
  underlay: linkName.parse('eth0'),
  local: '198.51.100.1' as IpAddress,
  learning: true,
  ttl: 0,
  tos: 0,
  df: 'unset',
  udpChecksum: true,
} as const;

/** Another one for every name of a test. */
function vniOf(workload: string): number {
  return Array.from(workload).reduce((sum, letter) => sum * 31 + letter.charCodeAt(0), 7) % 65536;
}

export const wires: DriverRegistry = createRegistry([closeDriver(wireDriver)]);

export const contractId = '01K9ZX4A1B2C3D4E5F6G7H8J9K' as ContractId;

export function wire(name: string, data: object, dependsOn?: readonly string[]): object {
  return { name, type: 'wire', version: 1, data, ...(dependsOn && { dependsOn }) };
}

/** On host-a, unless told otherwise. */
export function on(...nodes: readonly string[]): { members: { node: string }[] } {
  return { members: nodes.map((node) => ({ node })) };
}

export function contractOf(...workloads: readonly object[]): Contract {
  return {
    contractId,
    version: 1,
    audience: { nodes: ['host-a', 'host-b'] },
    workloads,
  } as unknown as Contract;
}

export const charter = {
  nodes: ['host-a', 'host-b', 'host-c'].map((id) => ({ id, underlays: [], parents: [] })),
} as unknown as Charter;

export const hostA = 'host-a' as NodeId;
export const hostB = 'host-b' as NodeId;
