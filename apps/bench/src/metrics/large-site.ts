import { join } from 'node:path';
import { generateSigningKey, publicKeyOf } from '#contract';
import type { HostState, ObservedLink } from '#drivers';
import { requestSignatureHeader, signRequest, type HostMeasures } from '#protocol';
import { openStore } from '#store';

export const contract = '01K9ZZHERC0BENCH000000NETW';
export const node = 'host-a';
/** Series of each interface: four of its state, eight counters, five of its usage. */
export const seriesOfLink = 17;

const identity = generateSigningKey();
const stateDigest = 'sha256:bench';

/** What a controller has on its disk of a host with so many interfaces, as reports and windows of usage left it. */
export async function fillStore(dataDir: string, links: number): Promise<void> {
  const store = await openStore(join(dataDir, 'controller.sqlite'));
  const at = new Date().toISOString();
  await store.nodes.join(node, { key: publicKeyOf(identity), agentVersion: '0.1.0', at });
  await store.nodes.setState(node, stateOf(links), stateDigest, at);
  await store.transaction(async ({ usage }) => {
    const window = { node, sequence: 1, startsAt: at, endsAt: at, digest: 'sha256:1', jws: '' };
    const carried = { packets: '18446744073709', octets: '18446744073709551' };
    await usage.add(window, {
      ...{ schema: 'hercules.connect/usage/v1', host: identity.kid, sequence: 1, from: at, to: at },
      interfaces: Array.from({ length: links }, (_, index) => ({
        ...{ contractId: contract, workload: 'segments', interface: nameOf(index) },
        ...{ number: index + 1, meter: 'ebpf' as const, ingress: carried, egress: carried },
      })),
    });
  });
  await store.close();
}

/** What a host reports every half minute: the same state, and its counters. */
export async function report(url: string, links: number): Promise<void> {
  const side = ['18446744073709551', '18446744073709', '0', '0'] as const;
  const counted = { receive: side, transmit: side };
  const measures: HostMeasures = {
    links: Object.fromEntries(
      Array.from({ length: links }, (_, index) => [nameOf(index), counted]),
    ),
  };
  const told = { agentVersion: '0.1.0', problems: [], stateDigest, contracts: [], measures };
  const body = Buffer.from(JSON.stringify(told));
  const target = '/api/v1/agent/report';
  const signature = await signRequest({ method: 'POST', target, body }, identity, new Date());
  const { status } = await fetch(new URL(target, url), {
    method: 'POST',
    headers: { [requestSignatureHeader]: signature, 'content-type': 'application/json' },
    body,
  });
  if (status !== 204) throw new Error(`the controller took the report with status ${status}`);
}

function nameOf(index: number): string {
  return `vx-${index}`;
}

function stateOf(links: number): HostState {
  const observed = Array.from({ length: links }, (_, index) => linkOf(index));
  return { links: observed, addresses: [], routes: [], fdb: [] };
}

function linkOf(index: number): ObservedLink {
  const owner = { contract, workload: 'segments' };
  return {
    resource: {
      ...{ type: 'link', kind: 'bridge', name: nameOf(index), owner, mtu: 1450, master: null },
      ...{ up: true, ipv6: false, bridge: { stp: false } },
    },
    ...{ index: index + 10, operStatus: 'up', carrier: true },
    alias: `hercules:${contract}/segments`,
  } as ObservedLink;
}
