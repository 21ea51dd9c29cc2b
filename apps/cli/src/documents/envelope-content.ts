import { serializeEnvelope, type Envelope } from '#contract';
import type { Content } from '../api/api-client.js';
import { CliError } from '../cli-error.js';

/**
 * An envelope as the body of a request.
 * @throws CliError `refused` when nobody has signed it: the controller takes no drafts.
 */
export function envelopeContent(envelope: Envelope, file: string): Content {
  if (envelope.signatures.length === 0) {
    throw new CliError(
      'refused',
      `'${file}' carries no signature: sign it with 'hercules ${envelope.kind} sign ${file} --key …'`,
    );
  }
  return { bytes: serializeEnvelope(envelope), type: 'application/jose+json' };
}
