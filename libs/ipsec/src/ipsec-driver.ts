import { z } from 'zod';
import type { Driver } from '#drivers';
import { ipsecResources } from './ipsec-resources.js';
import { ipsecPeerSheet } from './peer-sheet.js';
import { ipsecSchema, parseIpsec, type IpsecSpec } from './ipsec-spec.js';
import { tunnelPassage } from './tunnel-passage.js';

/** Tunnels of IKEv2 and ESP (RFC 7296, RFC 4303) between two hosts, or a host and a gateway of somebody else. */
export const ipsecDriver: Driver<IpsecSpec> = {
  type: 'ipsec',
  title: 'IPsec tunnel',
  namePrefix: 'ip',
  jsonSchema: () => z.toJSONSchema(ipsecSchema, { io: 'input' }),
  parse: parseIpsec,
  members: ({ members }) => members,
  compile: ipsecResources,
  passage: tunnelPassage,
  peerSheet: ipsecPeerSheet,
};
