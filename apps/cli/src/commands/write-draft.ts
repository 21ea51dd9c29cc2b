import { digestOf, type DocumentKind } from '#contract';
import { draftText, type Draft } from '../documents/draft.js';
import { readDocument } from '../documents/read-document.js';
import { writeOutput } from '../files.js';
import type { Session } from '../session.js';

interface DraftFile {
  readonly out: string;
  /** Absent: a file that exists stays. */
  readonly force?: true;
}

/**
 * Writes a draft for its author to edit.
 * @throws CliError `refused` when it would not be a valid document, so that the author begins with one that is.
 */
export async function writeDraft(
  session: Session,
  kind: DocumentKind,
  draft: Draft,
  { out, force }: DraftFile,
): Promise<void> {
  const text = draftText(draft);
  const bytes = Buffer.from(text);
  const { document } = readDocument(kind, bytes, out);
  await writeOutput(out, text, session.io, { replace: force ?? false });
  if (out === '-') return;
  const id = 'contractId' in document ? document.contractId : document.charterId;
  const { version } = document;
  session.print({ id, version, digest: digestOf(bytes), file: out }, () => {
    return `${kind} ${id} version ${version} is in ${out}\n`;
  });
  session.note(`edit it as needed, then sign it with 'hercules ${kind} sign ${out} --key …'`);
}
