import type { Charter, Contract, Envelope } from '#contract';
import type { Draft } from './draft.js';

/** The version after a document: the same content, the number one higher, chained to it by its digest. */
export function nextVersion(envelope: Envelope, document: Charter | Contract): Draft {
  const payload = JSON.parse(Buffer.from(envelope.payload).toString('utf8')) as Draft;
  const chain: [string, unknown][] = [
    ['version', document.version + 1],
    ['previous', envelope.digest],
  ];
  const members = Object.entries(payload).filter(([name]) => name !== 'previous');
  return Object.fromEntries(
    members.flatMap((member) => (member[0] === 'version' ? chain : [member])),
  );
}
