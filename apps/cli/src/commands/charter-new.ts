import type { PublicKey } from '#contract';
import { CliError } from '../cli-error.js';
import { draftCharter, type NodeDraft, type PrincipalDraft } from '../documents/draft-charter.js';
import type { Draft } from '../documents/draft.js';
import { extendCharter } from '../documents/extend-charter.js';
import { readPublicKey } from '../documents/key-files.js';
import { nextVersion } from '../documents/next-version.js';
import { readDocument } from '../documents/read-document.js';
import { ulid } from '../documents/ulid.js';
import { readInput } from '../files.js';
import type { Assignment } from '../option-readers.js';
import type { Session } from '../session.js';
import { charterNodes, type CharterNodeOptions } from './charter-nodes.js';
import { writeDraft } from './write-draft.js';

interface NewCharterOptions extends CharterNodeOptions {
  readonly out: string;
  readonly title?: string;
  readonly principal?: readonly Assignment[];
  /** Milliseconds. */
  readonly validFor: number;
  /** File of the version before; absent: version 1 of a new charter. */
  readonly next?: string;
  readonly force?: true;
}

export async function newCharter(session: Session, options: NewCharterOptions): Promise<void> {
  const principals = await principalsOf(session, options.principal ?? []);
  const nodes = await charterNodes(session, options);
  const draft = await draftOf(session, options, principals, nodes);
  await writeDraft(session, 'charter', draft, options);
}

async function draftOf(
  { io }: Session,
  { next, title, validFor }: NewCharterOptions,
  principals: readonly PrincipalDraft[],
  nodes: readonly NodeDraft[],
): Promise<Draft> {
  const now = io.now();
  if (next !== undefined) {
    const { envelope, document } = readDocument('charter', await readInput(next, io), next);
    return extendCharter(nextVersion(envelope, document), {
      title,
      principals,
      nodes,
      now,
      validFor,
    });
  }
  if (principals.length === 0)
    throw new CliError('usage', 'a new charter needs at least one --principal');
  const charterId = ulid(now, io.randomBytes(10));
  return draftCharter({ charterId, title: title ?? 'Site', principals, nodes, now, validFor });
}

/** `id=key:role,role`; a key of an id that was named before is a second key of that principal. */
async function principalsOf(
  { io }: Session,
  given: readonly Assignment[],
): Promise<readonly PrincipalDraft[]> {
  const principals = new Map<string, PrincipalDraft>();
  for (const { name, value } of given) {
    const { key, roles } = keyAndRoles(value);
    const before = principals.get(name) ?? { id: name, roles: [], keys: [] };
    principals.set(name, withKey(before, roles, await readPublicKey(key, io)));
  }
  return [...principals.values()];
}

function withKey(
  principal: PrincipalDraft,
  roles: readonly string[],
  key: PublicKey,
): PrincipalDraft {
  const all = new Set([...principal.roles, ...roles]);
  return { ...principal, roles: [...all], keys: [...principal.keys, key] };
}

/** The roles begin behind the last colon that only names follow; a JWK or a path may hold others. */
function keyAndRoles(value: string): { readonly key: string; readonly roles: readonly string[] } {
  const [, key, roles] = /^(.+):([a-z0-9][a-z0-9.,-]*)$/.exec(value) ?? [];
  return key === undefined || roles === undefined
    ? { key: value, roles: [] }
    : { key, roles: roles.split(',') };
}
