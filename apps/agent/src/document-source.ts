import { parseEnvelope, type Envelope, type Result } from '#contract';

/** Where the bytes of documents come from: the controller, or the host's own disk. */
export type DocumentSource = (digest: string) => Promise<Uint8Array>;

export interface FetchedContract {
  readonly envelope: Envelope<'contract'>;
  readonly bytes: Uint8Array;
}

export async function fetchContract(
  digest: string,
  source: DocumentSource,
): Promise<Result<FetchedContract>> {
  const bytes = await source(digest);
  const envelope = parseEnvelope(bytes, 'contract');
  return envelope.ok ? { ok: true, value: { envelope: envelope.value, bytes } } : envelope;
}
