import { CliError } from '../cli-error.js';
import { charterFrom } from '../documents/charter-from.js';
import { draftContract } from '../documents/draft-contract.js';
import type { Draft } from '../documents/draft.js';
import { nextVersion } from '../documents/next-version.js';
import { readDocument } from '../documents/read-document.js';
import { setMember } from '../documents/set-member.js';
import { ulid } from '../documents/ulid.js';
import type { Assignment } from '../option-readers.js';
import type { Session } from '../session.js';
import { membersOf } from './contract-members.js';
import { contractBytes } from './contract-bytes.js';
import { writeDraft } from './write-draft.js';

export interface NewContractOptions {
  readonly out: string;
  readonly charter?: string;
  /** `id` or `id=underlay`. */
  readonly node?: readonly string[];
  readonly address?: readonly Assignment[];
  readonly vni?: number;
  readonly port?: number;
  readonly mtu?: number;
  readonly title?: string;
  readonly tenant: string;
  /** Milliseconds. */
  readonly validFor: number;
  /** File or id of the version before; absent: version 1 of a new contract. */
  readonly next?: string;
  readonly set?: readonly Assignment[];
  readonly force?: true;
}

export async function newContract(session: Session, options: NewContractOptions): Promise<void> {
  const base =
    options.next === undefined
      ? await firstVersion(session, options)
      : await versionAfter(session, options.next, options.title);
  const draft = (options.set ?? []).reduce(
    (current, { name, value }) => setMember(current, name, value),
    base,
  );
  await writeDraft(session, 'contract', draft, options);
}

async function firstVersion(session: Session, options: NewContractOptions): Promise<Draft> {
  const { vni, port, mtu, tenant, validFor } = options;
  if (vni === undefined || options.node === undefined) {
    throw new CliError('usage', 'a new contract needs --vni and at least one --node');
  }
  const charter = await charterFrom(session, options.charter);
  const now = session.io.now();
  return draftContract({
    contractId: ulid(now, session.io.randomBytes(10)),
    title: options.title ?? `Segment ${vni}`,
    ...{ tenant, charter, vni, port, mtu, now, validFor },
    members: membersOf(charter, options.node, options.address ?? []),
  });
}

async function versionAfter(
  session: Session,
  source: string,
  title: string | undefined,
): Promise<Draft> {
  const bytes = await contractBytes(session, source);
  const { envelope, document } = readDocument('contract', bytes, source);
  return { ...nextVersion(envelope, document), ...(title === undefined ? {} : { title }) };
}
