import { readAs, jsonContent } from '../api/api-client.js';
import { contractView } from '../api/contract-answers.js';
import { CliError } from '../cli-error.js';
import {
  envelopeFileFor,
  signDocument,
  storeSignature,
  type SignedDocument,
} from '../documents/sign-document.js';
import type { Session } from '../session.js';
import { contractBytes } from './contract-bytes.js';
import { isContractId } from './contract-id.js';
import type { WaitOptions } from './operation.js';
import { reportReceived } from './report-received.js';
import { printSigned } from './print-signed.js';

interface SignContractOptions extends WaitOptions {
  readonly key: string;
  /** Absent: beside the payload, or the envelope itself; with `submit`: no file. */
  readonly out?: string;
  readonly submit?: true;
}

type SignedContract = SignedDocument<'contract'>;

export async function signContract(
  session: Session,
  source: string,
  options: SignContractOptions,
): Promise<void> {
  if (options.wait && !options.submit) {
    throw new CliError('usage', '--wait has nothing to wait for: add --submit');
  }
  const bytes = await contractBytes(session, source);
  const target = await targetOf(source, bytes, options);
  const names = { document: source, key: options.key };
  const signed = await signDocument(session, 'contract', bytes, names);
  if (target !== undefined) await store(session, signed, target);
  if (options.submit) await submitSignature(session, signed, options);
}

async function targetOf(
  source: string,
  bytes: Uint8Array,
  { out, submit }: SignContractOptions,
): Promise<string | undefined> {
  if (out !== undefined || submit) return out;
  if (!(await isContractId(source))) return envelopeFileFor(source, bytes);
  throw new CliError(
    'usage',
    'a contract at the controller is signed with --submit or into --out <file>',
  );
}

async function store(session: Session, signed: SignedContract, file: string): Promise<void> {
  const envelope = await storeSignature(session, signed, file);
  const { contractId, version, title } = signed.document;
  printSigned(session, { id: contractId, version, title, envelope, file });
}

async function submitSignature(
  session: Session,
  { document, envelope, signature }: SignedContract,
  options: SignContractOptions,
): Promise<void> {
  const path = `/contracts/${document.contractId}`;
  const stored = await session.api.get(path);
  const { digest, version } = readAs(contractView, stored.body, 'contract');
  if (digest !== envelope.digest) {
    throw new CliError(
      'conflict',
      `the controller has version ${version} with other content: sign that with 'hercules contract sign ${document.contractId} --submit'`,
    );
  }
  const etag = stored.headers.get('ETag');
  const headers = etag === null ? {} : { 'If-Match': etag };
  const content = jsonContent({ protected: signature.protected, signature: signature.signature });
  const answer = await session.api.post(`${path}/signatures`, content, { headers });
  await reportReceived(session, answer, options);
}
