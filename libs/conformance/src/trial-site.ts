import { z } from 'zod';
import { accept, nodeId, parseWith, type Charter, type Contract, type NodeId } from '#contract';
import {
  closeDriver,
  compileContract,
  createRegistry,
  linkName,
  readContract,
  type AnyDriver,
  type Driver,
  type Resource,
  type WantedResource,
} from '#drivers';
import { complain } from './complaint.js';

export const trialContract = '01J9Z3NDEKTSV4RRFFQ69G5FAV';
export const hostA = 'host-a' as NodeId;
const hosts = ['host-a', 'host-b'];

/** The public key of RFC 8037, appendix A.2, which says enough of who a host is. */
const trialKey = {
  kty: 'OKP',
  crv: 'Ed25519',
  kid: 'kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k',
  x: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo',
};

/** The two hosts that samples are written for, and as many more, without underlays of note. */
export const trialCharter = {
  nodes: Array.from({ length: 1000 }, (_, index) => ({
    id: hosts[index] ?? `host-${index + 1}`,
    key: trialKey,
    underlays: [
      { link: 'eth0', addresses: [ipv4(index + 1), `2001:db8::${(index + 1).toString(16)}`] },
    ],
    parents: ['eth1'],
  })),
} as unknown as Charter;

function ipv4(number: number): string {
  return number < 255 ? `198.51.100.${number}` : `198.18.${number >> 8}.${number & 255}`;
}

/** What a bare host-a has, as a model; the kernel's is made by whoever gives it. */
export const trialHost: readonly Resource[] = [
  link('eth0'),
  link('eth1'),
  { type: 'address', link: linkName.parse('eth0'), address: '198.51.100.1/24' },
  { type: 'address', link: linkName.parse('eth0'), address: '2001:db8::1/64' },
] as unknown as readonly Resource[];

function link(name: string): object {
  const fields = { type: 'link', kind: 'other', kernelKind: 'veth', up: true, ipv6: true };
  return { ...fields, name, mtu: 1500 };
}

const members = z.strictObject({ members: z.array(z.strictObject({ node: nodeId })) });

/** The bridge that samples attach to, where the driver that is tried is not that of bridges. */
const bridge: Driver<z.infer<typeof members>> = {
  type: 'bridge',
  title: 'Bridge',
  namePrefix: 'br',
  jsonSchema: () => z.toJSONSchema(members, { io: 'input' }),
  parse: (data) => parseWith(members, data),
  members: (spec) => spec.members,
  compile: (_, { owner, interfaceName }) =>
    accept([
      {
        path: '/members/0',
        resource: {
          type: 'link',
          kind: 'bridge',
          name: interfaceName,
          owner,
          up: true,
          ipv6: false,
          bridge: { stp: false },
        },
      },
    ]),
};

/** A contract with the bridge `lan` and one workload of the driver. */
export function trialDocument(type: string, data: unknown): Contract {
  const lan = { name: 'lan', type: 'bridge', data: { members: hosts.map((node) => ({ node })) } };
  return {
    contractId: trialContract,
    version: 1,
    audience: { nodes: trialCharter.nodes.map(({ id }) => id) },
    workloads: [lan, { name: 'sample', type, data }].map((entry) => ({ version: 1, ...entry })),
  } as unknown as Contract;
}

/** What a workload with this data needs on host-a. @throws Complaint where the driver refuses it */
export function wantedOf(driver: AnyDriver, data: unknown): readonly WantedResource[] {
  const drivers = driver.type === 'bridge' ? [driver] : [closeDriver(bridge), driver];
  const understood = readContract(createRegistry(drivers), trialDocument(driver.type, data));
  if (!understood.ok) return complain('good data is refused', understood.problems);
  const compiled = compileContract(understood.value, trialCharter, hostA);
  return compiled.ok ? compiled.value : complain('good data is refused', compiled.problems);
}
