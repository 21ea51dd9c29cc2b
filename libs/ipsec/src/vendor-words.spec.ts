import { vendorWords } from './vendor-words.js';

describe('a proposal in the words of vendors', () => {
  it.each([
    [
      'aes256gcm16-prfsha384-ecp384',
      {
        cisco: 'aes-gcm-256, prf sha384, group 20',
        fortigate: 'aes256gcm, prfsha384, group 20',
        paloAlto: 'aes-256-gcm, prf sha384, group 20',
      },
    ],
    [
      'aes256-sha256-modp2048',
      {
        cisco: 'aes-cbc-256, sha256, group 14',
        fortigate: 'aes256, sha256, group 14',
        paloAlto: 'aes-256-cbc, sha256, group 14',
      },
    ],
    ['chacha20poly1305-x25519', { fortigate: 'chacha20poly1305, group 31' }],
    ['aes256gcm16-ecp384-ke1_mlkem1024', {}],
  ])('%s is told where the vendor has words for all of it', (strongswan, words) => {
    expect(vendorWords(strongswan)).toEqual({ strongswan, ...words });
  });
});
