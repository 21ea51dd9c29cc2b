import { listOf, node as nodeAnswer, type NodeAnswer } from '../api/answers.js';
import { readAs } from '../api/api-client.js';
import { CliError } from '../cli-error.js';
import type { NodeDraft, UnderlayDraft } from '../documents/draft-charter.js';
import { readPublicKey } from '../documents/key-files.js';
import type { Assignment } from '../option-readers.js';
import type { Session } from '../session.js';
import { reportedUnderlays } from './reported-underlays.js';

export interface CharterNodeOptions {
  /** A host's id and its key: a file, a JWK, or the key id of a host that joined. */
  readonly node?: readonly Assignment[];
  readonly fromController?: true;
  readonly underlay?: readonly Assignment[];
  readonly parent?: readonly Assignment[];
}

type Key = NodeDraft['key'];

/** The hosts that a charter shall list. What is given by hand goes before what the controller knows. */
export async function charterNodes(
  session: Session,
  options: CharterNodeOptions,
): Promise<readonly NodeDraft[]> {
  const keys = new Map<string, Key>(options.fromController ? await joinedKeys(session) : []);
  for (const { name, value } of options.node ?? [])
    keys.set(name, await keyOf(session, name, value));
  const nodes = [...keys].map(async ([id, key]) => ({
    id,
    key,
    underlays: await underlaysOf(session, id, options),
    parents: (options.parent ?? []).filter(({ name }) => name === id).map(({ value }) => value),
  }));
  return Promise.all(nodes);
}

async function joinedKeys({ api }: Session): Promise<[string, Key][]> {
  const { body } = await api.get('/nodes');
  const { items } = readAs(listOf(nodeAnswer), body, 'list of nodes');
  return items.flatMap(({ id, publicKey }) => (publicKey == null ? [] : [[id, publicKey]]));
}

async function keyOf(session: Session, id: string, value: string): Promise<Key> {
  if (!/^[A-Za-z0-9_-]{43}$/.test(value)) return readPublicKey(value, session.io);
  const { body } = await session.api.get(`/nodes/${encodeURIComponent(id)}`);
  return confirmedKey(readAs(nodeAnswer, body, 'node'), value);
}

function confirmedKey({ id, keyId, publicKey }: NodeAnswer, expected: string): Key {
  if (publicKey != null && keyId === expected) return publicKey;
  throw new CliError(
    'conflict',
    `the host '${id}' joined with ${keyId == null ? 'no key yet' : `key '${keyId}'`}, not with '${expected}': compare with what its agent shows`,
  );
}

async function underlaysOf(
  session: Session,
  id: string,
  { underlay = [], fromController }: CharterNodeOptions,
): Promise<readonly UnderlayDraft[]> {
  const given = underlay.filter(({ name }) => name === id).map(({ value }) => underlayOf(value));
  return given.length === 0 && fromController ? reportedUnderlays(session, id) : given;
}

/** `eth0:192.0.2.1,2001:db8::1` */
function underlayOf(value: string): UnderlayDraft {
  const [, link, addresses] = /^([^:]+):(.+)$/.exec(value) ?? [];
  if (link !== undefined && addresses !== undefined)
    return { link, addresses: addresses.split(',') };
  throw new CliError('usage', `'${value}' is not of the form link:address: as in 'eth0:192.0.2.1'`);
}
