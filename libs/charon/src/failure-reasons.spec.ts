import { reasonIn, stronger, tunnelReasons } from './failure-reasons.js';

describe('a line of the log', () => {
  it.each([
    ["tried 1 shared key for 'b' - 'a', but MAC mismatched", 'secret-mismatch'],
    ["no shared key found for 'a' - 'b'", 'secret-missing'],
    ["no trusted ED25519 public key found for 'a'", 'key-mismatch'],
    ['no issuer certificate found for "O=Example, CN=a"', 'certificate-untrusted'],
    [
      'subject certificate invalid (valid from Nov 12 09:34:50 2026 to Nov 20 09:34:50 2026)',
      'certificate-expired',
    ],
    ['no matching peer config found', 'identity-unknown'],
    [
      'no IKE config found for 192.0.2.2...192.0.2.1, sending NO_PROPOSAL_CHOSEN',
      'address-unknown',
    ],
    ['received AUTHENTICATION_FAILED notify error', 'authentication-refused'],
    ['received NO_PROPOSAL_CHOSEN notify error', 'ike-proposals-differ'],
    ['received NO_PROPOSAL_CHOSEN notify, no CHILD_SA built', 'esp-proposals-differ'],
    ['received TS_UNACCEPTABLE notify, no CHILD_SA built', 'selectors-differ'],
    ['unable to install inbound and outbound IPsec SA (SAD) in kernel', 'kernel-refuses'],
    ['retransmit 2 of request with message ID 0', 'peer-silent'],
    ['received DELETE for IKE_SA hercules/x/y[1]', 'peer-closed'],
  ])('%s: %s', (line, reason) => {
    expect(reasonIn(line)).toBe(reason);
  });

  it.each([
    'retransmit 1 of request with message ID 0',
    'selected proposal: IKE:AES_GCM_16_256/PRF_HMAC_SHA2_384/ECP_384',
    'received 1 cert requests for an unknown ca',
  ])('that tells of nothing wrong: %s', (line) => {
    expect(reasonIn(line)).toBeUndefined();
  });
});

describe('of two reasons', () => {
  it('the one that follows from the other gives way', () => {
    expect(stronger('certificate-expired', 'key-mismatch')).toBe('certificate-expired');
    expect(stronger('selectors-differ', 'peer-closed')).toBe('selectors-differ');
    expect(stronger('authentication-refused', 'secret-mismatch')).toBe('secret-mismatch');
    expect(stronger(undefined, 'peer-closed')).toBe('peer-closed');
  });
});

describe('each reason', () => {
  it.each(Object.entries(tunnelReasons))('%s says where to look', (_, hint) => {
    expect(hint).toMatch(/: (compare|look|set|have)/);
  });
});
