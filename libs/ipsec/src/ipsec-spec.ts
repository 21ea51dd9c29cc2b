import { z } from 'zod';
import { digest, distinct, nodeId, parseWith, sealedSecretPattern, type Result } from '#contract';
import {
  cidr,
  driverCheck,
  ipAddress,
  linkAddress,
  linkName,
  mtu,
  newLinkName,
  type Cidr,
} from '#drivers';
import { specIssues } from './spec-issues.js';

/** A fully qualified name, an e-mail address, an address or a distinguished name; never a wildcard. */
const idPattern = /^[A-Za-z0-9][A-Za-z0-9._@:=, /-]{0,254}$/;
const id = z
  .string()
  .refine(
    (text) => idPattern.test(text),
    driverCheck(
      'ipsec-id-invalid',
      'an id is a name, an e-mail address, an IP address or a distinguished name, without wildcards',
    ),
  )
  .meta({ pattern: idPattern.source });

const subnets = distinct(cidr as z.ZodType<Cidr>, (subnet) => subnet, 'subnet');

/** One or several certificates in PEM, the end's own one first. */
const certificates = z
  .string()
  .regex(/^(\s*-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]+-----END CERTIFICATE-----\s*)+$/);

/** One or several lists of revoked certificates in PEM. */
const revocationLists = z
  .string()
  .regex(/^(\s*-----BEGIN X509 CRL-----[A-Za-z0-9+/=\s]+-----END X509 CRL-----\s*)+$/);

const member = z.strictObject({
  node: nodeId,
  /** An interface that the charter lists among the underlays of this host. */
  underlay: linkName,
  /** The address of this end, one of those that the charter lists; absent: the first of the tunnel's family. */
  local: ipAddress.optional(),
  /** How the other end sees this one where NAT is between them: an address of the NAT's, or any; absent: as itself. */
  seenAs: z.union([ipAddress, z.literal('any')]).optional(),
  /** What this end calls itself; absent: a name made of host and contract. */
  id: id.optional(),
  /** Name of the tunnel's interface; absent: derived from the contract id and the workload. */
  name: newLinkName.optional(),
  /** Networks at this end. */
  subnets,
  /** The address from which the host itself sends into the tunnel; absent: the kernel chooses. */
  source: ipAddress.optional(),
  /** Addresses of the host itself on the tunnel's interface, with `mode: xfrm`; absent: none. */
  addresses: distinct(linkAddress, (address) => address, 'address').optional(),
  /** The shared secret as only this host can read it: `hercules secret seal`. */
  secret: z.string().regex(sealedSecretPattern).optional(),
  /** The second one likewise, with `otherSecretDigest`. */
  otherSecret: z.string().regex(sealedSecretPattern).optional(),
  /** This end's own certificate for the host's key, and those between it and the authority. */
  certificates: certificates.optional(),
});

/** The other end, where it is no host of the charter. */
const peer = z.strictObject({
  /** Absent: not known; the peer has to begin then. */
  address: ipAddress.optional(),
  id,
  subnets,
  /** The peer's raw public key in PEM. */
  publicKey: z.string().startsWith('-----BEGIN PUBLIC KEY-----').optional(),
  /** Certificates of the authorities that may vouch for the peer. */
  authorities: certificates.optional(),
});

const seconds = (least: number, most: number): z.ZodInt =>
  z
    .int()
    .refine(
      (value) => value >= least && value <= most,
      driverCheck('ipsec-lifetime-out-of-range', `this is ${least} to ${most} seconds`),
    )
    .meta({ minimum: least, maximum: most });

/** The `data` of an ipsec workload: one tunnel, whole, with both its ends. IKEv2 and ESP in tunnel mode only. */
export const ipsecSchema = z
  .strictObject({
    members: z.array(member).min(1).max(2),
    /** Absent: both ends are members. */
    peer: peer.optional(),
    /** Which end begins: a host, or 'peer'; absent: the first member. */
    initiator: z.union([nodeId, z.literal('peer')]).optional(),
    /** How the ends prove who they are; absent: by the keys of the hosts in the charter. */
    auth: z.enum(['publicKey', 'psk', 'certificate']).optional(),
    /** Digest of the shared secret, which every member has sealed; with `auth: psk` only. */
    secretDigest: digest.optional(),
    /**
     * Digest of a second shared secret, which the peer may prove itself by as well: the next one or the former one, while
     * the ends are given another. Absent: one secret only.
     */
    otherSecretDigest: digest.optional(),
    /**
     * Seconds for which a host that was given a new secret still proves itself by the former one, and then for as long takes it
     * from the peer; 0: the former one goes at once; absent: 900.
     */
    secretWindow: seconds(0, 86_400).optional(),
    /** Authorities that vouch for members; with `auth: certificate`. */
    authorities: certificates.optional(),
    /**
     * What authorities say of revoked certificates (CRLs), of each one up to the first; with `auth: certificate`. Whom they
     * do not clear is refused, also when they are out of date. Absent: nobody asks.
     */
    revocationLists: revocationLists.optional(),
    /**
     * The daemon asks whom each certificate names for it whether it was revoked, by OCSP or for a list; with
     * `auth: certificate`. Whom neither they nor `revocationLists` clear is refused, also when nobody answers. Absent: no;
     * who is asked nevertheless and says nothing is no reason to refuse.
     */
    onlineRevocation: z.boolean().optional(),
    /** A set by its name, or named algorithms in order of preference; absent: strong. */
    proposals: z
      .union([
        z.enum(['strong', 'modern', 'pq', 'pqPrefer', 'compat']),
        z.strictObject({
          ike: z.array(z.string()).min(1),
          esp: z.array(z.string()).min(1),
        }),
      ])
      .optional(),
    /** An interface into which routes lead, or policies that catch packets of any interface; absent: xfrm. */
    mode: z.enum(['xfrm', 'policy']).optional(),
    /** All networks in one CHILD_SA, or one for each pair, as many gateways need it; absent: joint. */
    selectors: z.enum(['joint', 'perPair']).optional(),
    /** Family of the outer packets; absent: that of the first member. */
    family: z.enum(['ipv4', 'ipv6']).optional(),
    /** Bytes, with `mode: xfrm` only; absent: 1400, or what the tightest underlay leaves. */
    mtu: mtu.optional(),
    lifetimes: z
      .strictObject({
        /** Absent: 14400. */
        ike: seconds(300, 86_400).optional(),
        /** Absent: 3600. */
        child: seconds(120, 28_800).optional(),
        /** Absent: 0, never; 86400 with certificates, so that a revocation is seen. */
        reauthenticate: seconds(0, 86_400).optional(),
        /** Absent or 0: no such limit. */
        bytes: z.int().min(0).optional(),
        packets: z.int().min(0).optional(),
      })
      .optional(),
    /** Packets; absent: 32. */
    replayWindow: z.int().min(32).max(4096).optional(),
    /** Seconds of silence before the peer is asked whether it lives, 0 for never; absent: 15. */
    dpdDelay: seconds(0, 3600).optional(),
    /** ESP in UDP also where there is no NAT; absent: only where there is. */
    udpEncapsulation: z.boolean().optional(),
    /** Every child has a key exchange of its own, also the first (RFC 6023), which both ends must be able to; absent: yes between members. */
    childless: z.boolean().optional(),
    /** New keys are asked for once the tunnel stands, where nothing else shows that the ends agree on a group; absent: yes. */
    rekeyProbe: z.boolean().optional(),
  })
  .superRefine((data, context) => {
    for (const { code, path, detail } of specIssues(data)) {
      context.addIssue({ code: 'custom', message: detail, path: [...path], params: { code } });
    }
  })
  .meta({ title: 'IPsec tunnel' });

export type IpsecMember = z.infer<typeof member>;
export type IpsecPeer = z.infer<typeof peer>;
export type IpsecSpec = z.infer<typeof ipsecSchema>;

export function parseIpsec(data: unknown): Result<IpsecSpec> {
  return parseWith(ipsecSchema, data);
}
