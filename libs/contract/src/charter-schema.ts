import { z } from 'zod';
import {
  charterId,
  digest,
  distinct,
  instant,
  keyId,
  nodeId,
  principalId,
  roleName,
  version,
} from './fields.js';
import { grant, reserved } from './limits-schema.js';
import { governance, requirement } from './requirement-schema.js';
import { coded } from './schema-problems.js';

export const charterSchemaName = 'hercules.connect/charter/v1';

/** A public key as a JWK (RFC 7517, 8037): Ed25519, P-256 or P-384; `kid` is its RFC 7638 thumbprint. */
export const publicKey = z
  .strictObject({
    kty: z.enum(['OKP', 'EC']),
    crv: z.enum(['Ed25519', 'P-256', 'P-384']),
    x: z.string(),
    y: z.string().optional(),
    kid: keyId,
  })
  .meta({ id: 'PublicKey' });

export type PublicKey = z.infer<typeof publicKey>;

export const principalKey = z.strictObject({
  key: publicKey,
  notBefore: instant,
  notAfter: instant,
  /** Signatures received from this time on do not count; absent: not revoked. */
  revokedAt: instant.optional(),
});

export type PrincipalKey = z.infer<typeof principalKey>;

const principal = z.strictObject({
  id: principalId,
  /** For people who read the charter. */
  name: z.string().max(200).optional(),
  roles: distinct(roleName, (role) => role, 'role'),
  keys: distinct(principalKey, (entry) => entry.key.kid, 'key'),
});

export type Principal = z.infer<typeof principal>;

/** An interface of a host that carries traffic between hosts, and the addresses that peers reach it by. */
const underlay = z.strictObject({
  link: z.string().min(1).max(15),
  addresses: z.array(z.string()).min(1),
  /** Bytes of the largest IP packet that the path between hosts carries; absent: 1500. */
  mtu: z
    .int()
    .refine(
      (mtu) => mtu >= 1280 && mtu <= 65535,
      coded('value-invalid', 'an underlay MTU is 1280 to 65535 bytes'),
    )
    .meta({ minimum: 1280, maximum: 65535 })
    .optional(),
});

export type Underlay = z.infer<typeof underlay>;

const node = z.strictObject({
  id: nodeId,
  key: publicKey,
  location: z
    .strictObject({
      site: z.string().optional(),
      country: z.string().optional(),
      region: z.string().optional(),
      rack: z.string().optional(),
    })
    .optional(),
  underlays: distinct(underlay, (entry) => entry.link, 'underlay'),
  /** Links of the host, not made by a contract, that a contract may use as a bridge port or as a parent. */
  parents: distinct(z.string().min(1).max(15), (link) => link, 'link'),
});

export type CharterNode = z.infer<typeof node>;

/** Who may decide what at a site: the trust anchor of every host. See `contract.ts` for what they decide. */
export const charterSchema = z
  .strictObject({
    schema: z.literal(charterSchemaName),
    charterId,
    version,
    /** Digest of the version before; absent on version 1 only. */
    previous: digest.optional(),
    title: z.string().max(200),
    validity: z.strictObject({ notBefore: instant, notAfter: instant }),
    rules: z.strictObject({ amend: requirement }),
    principals: distinct(principal, (entry) => entry.id, 'principal'),
    nodes: distinct(node, (entry) => entry.id, 'node'),
    /** The least that any contract must demand; absent: contracts choose freely. */
    governance: governance.partial().optional(),
    /** Absent: nothing. */
    reserved: reserved.optional(),
    /** Absent: every tenant may have what the hosts list; otherwise a tenant who is not named has nothing. */
    grants: distinct(grant, (entry) => entry.tenant, 'tenant').optional(),
  })
  .meta({ id: 'Charter', title: 'Hercules Connect charter, version 1' });

export type Charter = z.infer<typeof charterSchema>;
