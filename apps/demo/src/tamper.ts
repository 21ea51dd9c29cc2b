import type { TamperMode } from './lab-calls.js';

interface WireEnvelope {
  readonly payload: string;
  readonly signatures: readonly { readonly protected: string; readonly signature: string }[];
}

/** The envelope with one bit of its payload, or of its first signature, flipped. */
export function tampered(envelope: string, mode: TamperMode): string {
  const wire = JSON.parse(envelope) as WireEnvelope;
  switch (mode) {
    case 'none':
      return envelope;
    case 'payload':
      return JSON.stringify({ ...wire, payload: flipMiddleBit(wire.payload) });
    case 'signature':
      return JSON.stringify({
        ...wire,
        signatures: wire.signatures.map((entry, index) =>
          index === 0 ? { ...entry, signature: flipMiddleBit(entry.signature) } : entry,
        ),
      });
  }
}

function flipMiddleBit(base64url: string): string {
  const bytes = Buffer.from(base64url, 'base64url');
  const middle = Math.floor(bytes.length / 2);
  bytes.writeUInt8(bytes.readUInt8(middle) ^ 0x01, middle);
  return bytes.toString('base64url');
}
