/** Why a tunnel is not as it shall be, as far as this end can tell. */
export const tunnelReasons = {
  'authentication-refused':
    'the peer refused how this end proved who it is: compare secrets, keys and ids of both ends',
  'secret-mismatch': "the peer's shared secret is another one: set the same secret at both ends",
  'secret-missing':
    'there is no shared secret for these two ids: compare the ids at both ends, and how the ends prove themselves',
  'key-mismatch':
    "the peer's key is not the one that the contract names: compare it with what the peer's administrator says",
  'certificate-untrusted':
    "no authority that the contract names vouches for the peer's certificate: compare the authorities, and whether the peer sends those in between",
  'certificate-expired':
    "the peer's certificate is not valid now: have it renewed, and compare the clocks of both ends",
  'certificate-revoked': "the peer's certificate was revoked: have a new one issued",
  'certificate-unchecked':
    "nothing says whether the peer's certificate was revoked: look at the revocation lists of the contract, which need a valid one of each authority, or whether this host reaches the responders that the certificates name",
  'identity-unknown':
    'the peer calls itself, or calls this end, by an id that no tunnel here has: compare the ids at both ends',
  'address-unknown':
    'no tunnel here is for the addresses of the packets that came: compare the addresses at both ends, and look for NAT between them',
  'ike-proposals-differ':
    'no IKE proposal is common to both ends, or the peer has no tunnel for the addresses of the packets: compare the proposals, then the addresses',
  'esp-proposals-differ':
    "no ESP proposal is common to both ends, or the peer's kernel has no ESP: compare the proposals",
  'rekey-refused':
    'the tunnel stands, but new keys were refused: compare the ESP proposals and their groups (PFS)',
  'selectors-differ': 'the two ends do not agree on the networks: compare the subnets',
  'selectors-narrowed': 'the peer agreed to fewer networks than asked for: compare the subnets',
  'settings-pending':
    'the tunnel goes on by its former settings for a while: look whether the other end has been given the new ones',
  'handshake-unfinished':
    'the peer began and is not heard any more: look at firewalls for UDP 4500, at NAT, and whether large packets pass',
  'peer-silent':
    'the peer does not answer: look at its address, at routes and at firewalls for UDP 500 and 4500',
  'address-missing':
    "this host can't send from its own end's address: look whether an interface has it",
  'kernel-refuses': "this host's kernel refused the keys: look whether it has ESP and the cipher",
  'peer-closed':
    'the peer closed the tunnel: look at what its own log says, and whether somebody took the tunnel down there',
} as const;

export type TunnelReason = keyof typeof tunnelReasons;

/** What the daemon writes in its log (levels 0 and 1), the more telling lines first. */
const patterns: readonly (readonly [RegExp, TunnelReason])[] = [
  [/MAC mismatched/, 'secret-mismatch'],
  [/no shared key found|no shared key/i, 'secret-missing'],
  [/certificate was revoked/, 'certificate-revoked'],
  [/RULE_CRL_VALIDATION is (?!GOOD)/, 'certificate-unchecked'],
  [/certificate invalid \(valid from/, 'certificate-expired'],
  [/no issuer certificate found/, 'certificate-untrusted'],
  [
    /no trusted .*public key found|signature validation failed|constraint check failed/i,
    'key-mismatch',
  ],
  [/no matching peer config found|no alternative config found/, 'identity-unknown'],
  [/no IKE config found/, 'address-unknown'],
  [
    /AUTHENTICATION_FAILED notify|^parsed INFORMATIONAL request \d+ \[ N\(AUTH_FAILED\) \]/,
    'authentication-refused',
  ],
  [
    /unable to (add SAD entry|install (inbound |outbound )?(and (inbound|outbound) )?IPsec (SA|policies))/,
    'kernel-refuses',
  ],
  [/TS_UNACCEPTABLE|traffic selectors .* unacceptable/, 'selectors-differ'],
  [
    /NO_PROPOSAL_CHOSEN notify.*no CHILD_SA built|no acceptable proposal found/,
    'esp-proposals-differ',
  ],
  [
    /NO_PROPOSAL_CHOSEN|received proposals unacceptable|no matching proposal/,
    'ike-proposals-differ',
  ],
  [/giving up after|peer not responding|retransmit [2-9] of/, 'peer-silent'],
  [
    /error writing to socket|unable to determine source address|network is unreachable/i,
    'address-missing',
  ],
  [/received DELETE for IKE_SA/, 'peer-closed'],
];

/** What follows from another reason or stands for several; the other one tells more. */
const vague: ReadonlySet<TunnelReason> = new Set([
  'authentication-refused',
  'key-mismatch',
  'peer-closed',
]);

/** Of two reasons for one failure, the one that tells more: mostly what this end knows for itself. */
export function stronger(known: TunnelReason | undefined, now: TunnelReason): TunnelReason {
  if (known === undefined) return now;
  // Of whose certificate it will not have, the daemon says next that no tunnel fits.
  const follows = now === 'identity-unknown' && known.startsWith('certificate-');
  return follows || vague.has(now) ? known : now;
}

/** The reason that a line of the daemon's log gives; undefined: none. */
export function reasonIn(line: string): TunnelReason | undefined {
  return patterns.find(([pattern]) => pattern.test(line))?.[1];
}
