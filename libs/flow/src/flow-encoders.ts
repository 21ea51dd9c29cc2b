import type { FlowEncoder, FlowProtocol, StreamContext } from './flow-encoder.js';
import { ipfixEncoder } from './ipfix-encoder.js';
import { Netflow5Encoder } from './netflow5-encoder.js';
import { netflow9Encoder } from './netflow9-encoder.js';

export interface EncoderOptions extends StreamContext {
  readonly mostOctets: number;
  readonly enterprise?: number;
}

/** Ports that collectors listen on by custom; 4739 is IANA's for IPFIX. */
export const defaultPorts = {
  ipfix: 4739,
  netflow9: 2055,
  netflow5: 2055,
} as const satisfies Record<FlowProtocol, number>;

export function encoderFor(protocol: FlowProtocol, options: EncoderOptions): FlowEncoder {
  switch (protocol) {
    case 'ipfix':
      return ipfixEncoder(options);
    case 'netflow9':
      return netflow9Encoder(options);
    case 'netflow5':
      return new Netflow5Encoder(options);
  }
}
