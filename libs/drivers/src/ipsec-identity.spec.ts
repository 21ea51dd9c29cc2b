import { identityText } from './ipsec-identity.js';

describe('an IKE identity', () => {
  it.each([
    ['gateway.example', 'fqdn:gateway.example'],
    ['192.0.2', 'fqdn:192.0.2'],
    ['ops@example.com', 'email:ops@example.com'],
    ['192.0.2.1', '192.0.2.1'],
    ['2001:db8::1', '2001:db8::1'],
    ['C=BE, O=Example, CN=gateway', 'C=BE, O=Example, CN=gateway'],
  ])('%s is written %s', (id, text) => {
    expect(identityText(id)).toBe(text);
  });
});
