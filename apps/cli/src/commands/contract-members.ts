import type { Charter } from '#contract';
import { CliError } from '../cli-error.js';
import type { MemberWish } from '../documents/draft-contract.js';
import type { Assignment } from '../option-readers.js';

/** The hosts named by `--node id[=underlay]`, as the charter has them, each with its `--address`es. */
export function membersOf(
  charter: Charter,
  nodes: readonly string[],
  addresses: readonly Assignment[],
): readonly MemberWish[] {
  const members = nodes.map((text) => memberOf(charter, text, addresses));
  const stray = addresses.find(({ name }) => !members.some(({ node }) => node.id === name));
  if (stray === undefined) return members;
  throw new CliError(
    'usage',
    `--address names the host '${stray.name}', which no --node names: add it`,
  );
}

function memberOf(charter: Charter, text: string, addresses: readonly Assignment[]): MemberWish {
  const [id, underlay] = text.split('=');
  const node = charter.nodes.find((candidate) => candidate.id === id);
  if (node === undefined) {
    const known = charter.nodes.map((candidate) => candidate.id).join(', ') || 'none';
    throw new CliError('usage', `the charter lists no host '${id ?? ''}': its hosts are ${known}`);
  }
  const own = addresses.filter(({ name }) => name === id).map(({ value }) => value);
  return { node, underlay, addresses: own };
}
