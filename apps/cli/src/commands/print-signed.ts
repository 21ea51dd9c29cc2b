import type { Envelope } from '#contract';
import { plainText } from '../output/plain-text.js';
import { fieldList } from '../output/table.js';
import type { Session } from '../session.js';

interface SignedReport {
  readonly id: string;
  readonly version: number;
  readonly title: string;
  readonly envelope: Envelope;
  readonly file: string;
}

/** Says what was signed and where the envelope is; nothing where the envelope itself is the output. */
export function printSigned(session: Session, report: SignedReport): void {
  const { id, version, title, envelope, file } = report;
  if (file === '-') return;
  const signatures = envelope.signatures.map(({ kid }) => kid);
  session.print({ id, version, digest: envelope.digest, signatures, file }, () =>
    fieldList({
      [envelope.kind]: id,
      title: plainText(title),
      version: String(version),
      digest: envelope.digest,
      'signed by': signatures.join(', '),
      envelope: plainText(file),
    }),
  );
}
