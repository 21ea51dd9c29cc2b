import { sectionOf } from '#vici';
import { ikeCapabilitiesIn } from './ike-capabilities.js';

describe('what a daemon can do', () => {
  it.each([
    ['5.9.8 of Debian 12', { dh: { ECP_384: 'openssl' } }, [false, false]],
    ['6.0.2 with OpenSSL 3.5', { ke: { ML_KEM_1024: 'openssl', ML_KEM_768: 'ml' } }, [true, true]],
    ['one of the two', { ke: { ML_KEM_768: 'ml' } }, [true, false]],
  ])('%s', (_, algorithms, [small, large]) => {
    expect(ikeCapabilitiesIn(sectionOf(algorithms))).toEqual({
      'ike:ml-kem-768': small,
      'ike:ml-kem-1024': large,
    });
  });
});
