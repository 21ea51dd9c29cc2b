import type { InterfaceAnswer, NodeAnswer } from '../api/answers.js';
import { age } from './age.js';
import { stateMood } from './moods.js';
import type { Paint } from './paint.js';
import { plainText } from './plain-text.js';
import { fieldList, table, type Column } from './table.js';

export function nodeTable(nodes: readonly NodeAnswer[], now: Date, paint: Paint): string {
  const columns: readonly Column<NodeAnswer>[] = [
    { title: 'node', cell: ({ id }) => plainText(id) },
    { title: 'state', cell: ({ state }) => paint(stateMood(state), plainText(state)) },
    { title: 'last seen', cell: ({ lastSeenAt }) => age(lastSeenAt, now) },
    { title: 'agent', cell: ({ agentVersion }) => plainText(agentVersion ?? '-') },
    { title: 'charter', cell: charterOf },
    { title: 'key', cell: ({ keyId }) => plainText(keyId ?? '-') },
  ];
  return table(columns, nodes);
}

export function nodeView(node: NodeAnswer, now: Date, paint: Paint): string {
  return fieldList({
    node: plainText(node.id),
    state: paint(stateMood(node.state), plainText(node.state)),
    'last seen': age(node.lastSeenAt, now),
    agent: plainText(node.agentVersion ?? '-'),
    charter: charterOf(node),
    key: plainText(node.keyId ?? '-'),
    'public key': node.publicKey == null ? undefined : plainText(JSON.stringify(node.publicKey)),
    'kernel can': capabilitiesOf(node, true),
    'kernel lacks': capabilitiesOf(node, false),
    'flows metered by': node.flowMeter == null ? undefined : plainText(node.flowMeter),
  });
}

/** Interfaces with the contract and workload that made them. */
export function interfaceTable(interfaces: readonly InterfaceAnswer[]): string {
  const columns: readonly Column<InterfaceAnswer>[] = [
    { title: 'name', cell: ({ name }) => plainText(name) },
    { title: 'kind', cell: ({ kind }) => plainText(kind) },
    {
      title: 'state',
      cell: ({ adminStatus, operStatus }) =>
        plainText(`${adminStatus ?? '-'}/${operStatus ?? '-'}`),
    },
    { title: 'mtu', cell: ({ mtu }) => String(mtu ?? '-') },
    { title: 'master', cell: ({ master }) => plainText(master ?? '-') },
    { title: 'addresses', cell: ({ addresses }) => plainText(addresses.join(' ') || '-') },
    { title: 'owner', cell: ownerOf },
  ];
  return table(columns, interfaces);
}

/** Undefined where the host said nothing. */
function capabilitiesOf({ capabilities }: NodeAnswer, there: boolean): string | undefined {
  if (capabilities == null) return undefined;
  const names = Object.keys(capabilities).filter((name) => capabilities[name] === there);
  return plainText(names.toSorted().join(', ') || '-');
}

function charterOf({ charterVersion, listedInCharter }: NodeAnswer): string {
  if (listedInCharter === false) return 'not listed';
  return charterVersion == null ? '-' : `version ${charterVersion}`;
}

function ownerOf({ owner }: InterfaceAnswer): string {
  return owner == null ? '-' : plainText(`${owner.contract}/${owner.workload}`);
}
