import { ipsecChildren, ipsecName, type IpsecResource } from '#drivers';
import type { IkeAssociation } from './associations.js';
import { serviceHealthOf } from './service-health.js';
import { remarksOn } from './tunnel-particulars.js';
import { unknownConnection } from './unknown-connection.js';

const owner = { contract: '01J9Z3NDEKTSV4RRFFQ69G5FAV', workload: 'wan' };
const name = ipsecName(owner);
/** Self-signed, for an Ed25519 key that nobody kept; until 2027-01-10. */
const certificate = `-----BEGIN CERTIFICATE-----
MIIBSDCB+6ADAgECAhQcprTn5RXcuXg4nlyr2RfMR+kllDAFBgMrZXAwGjEYMBYG
A1UEAwwPZ2F0ZXdheS5leGFtcGxlMB4XDTI2MTEyMTEyNTUzMVoXDTI3MDExMDEy
NTUzMVowGjEYMBYGA1UEAwwPZ2F0ZXdheS5leGFtcGxlMCowBQYDK2VwAyEA8vVI
MML6rqbpctCZysI2PyGyeIuzzDQEItWeA25PcLOjUzBRMB0GA1UdDgQWBBRc8TAu
1ZW62xXxZ+ml4q6pJfmYFjAfBgNVHSMEGDAWgBRc8TAu1ZW62xXxZ+ml4q6pJfmY
FjAPBgNVHRMBAf8EBTADAQH/MAUGAytlcANBAH18+aveDp/0z7PbsBfM2y+VxRYG
2T3NbGYowT1cTujs70KU3rpgk6v4G9qBNm0DeHStSo3n5vzkJpwOhED8nQQ=
-----END CERTIFICATE-----
`;
const end = Date.parse('2027-01-10T00:00:00Z');
const day = 86_400_000;

function tunnel(parts: Partial<IpsecResource> = {}): IpsecResource {
  const children = [{ name: 'net', local: ['10.1.0.0/24'], remote: ['10.2.0.0/24'] }];
  const base = unknownConnection(name, owner);
  return { ...base, dpdDelay: 15, children: ipsecChildren(children), ...parts };
}

function association(parts: object = {}, algorithms = 'AES_GCM_16 256'): IkeAssociation {
  return {
    algorithms: 'AES_CBC 256 HMAC_SHA2_384_192 PRF_HMAC_SHA2_384 ECP_384',
    nat: { local: false, remote: false },
    children: [{ name: 'net', state: 'INSTALLED', algorithms }],
    ...parts,
  } as unknown as IkeAssociation;
}

function told(
  resource: IpsecResource,
  associations: readonly IkeAssociation[],
  now = end - 40 * day,
): readonly (readonly [reason: string, message: string])[] {
  const health = { name, state: 'up', installed: ['net'] } as const;
  const remarks = remarksOn(resource, associations, now);
  return serviceHealthOf(health, remarks).map(({ reason, message }) => [reason, message]);
}

const works = 'the tunnel carries what was asked for';
const ciphers =
  'IKE AES_CBC-256/HMAC_SHA2_384_192/PRF_HMAC_SHA2_384/ECP_384; ESP AES_GCM_16-256/ECP_384';

describe('what a host tells of a tunnel', () => {
  it('is its algorithms, that there is no NAT, and when a silence is noticed', () => {
    const standing = association({}, 'AES_GCM_16 256 ECP_384');
    expect(told(tunnel(), [standing])).toEqual([
      ['up', `${works}; ${ciphers}; no NAT between the ends; a silent peer is noticed within 47 s`],
    ]);
  });

  it.each([
    [true, false, 'NAT before this end'],
    [false, true, 'NAT before the peer, or it wants ESP in UDP'],
    [true, true, 'NAT before both ends'],
  ])('is where NAT was found (%s, %s)', (local, remote, words) => {
    expect(told(tunnel(), [association({ nat: { local, remote } })])[0]?.[1]).toContain(words);
  });

  it('is nothing of NAT where the contract has ESP go in UDP, which looks like it', () => {
    const standing = association({ nat: { local: true, remote: true } });
    const [[, message] = ['', '']] = told(tunnel({ udpEncapsulation: true }), [standing]);
    expect(message).toContain('; ESP always in UDP; ');
  });

  it('is that nobody asks whether the peer lives', () => {
    const [[, message] = ['', '']] = told(tunnel({ dpdDelay: 0 }), [association()]);
    expect(message).toContain('; nobody asks whether the peer lives');
  });

  it('leaves out what is not there', () => {
    expect(told(tunnel(), [])).toEqual([['up', works]]);
  });
});

describe('a certificate that ends', () => {
  const mine = tunnel({ localCertificates: certificate });
  const theirs = tunnel({ authorities: certificate });

  it.each([
    ['in 40 days is not told', mine, -40, 'up', works],
    [
      'in 20 days is told with the day',
      mine,
      -20,
      'certificate-ends',
      `${works}; this end's certificate ends on 2027-01-10: put a renewed one into the contract`,
    ],
    [
      'has ended',
      mine,
      2,
      'certificate-ends',
      `${works}; this end's certificate ended on 2027-01-10: put a renewed one into the contract`,
    ],
    [
      'is that of an authority',
      theirs,
      -1,
      'certificate-ends',
      `${works}; the certificate of an authority for the peer's ends on 2027-01-10: put a renewed one into the contract`,
    ],
  ])('%s', (_, resource, days, reason, message) => {
    expect(told(resource, [], end + days * day)).toEqual([[reason, message]]);
  });

  it('does not hide what is wrong', () => {
    const down = {
      name,
      state: 'down',
      reason: 'peer-silent',
      hint: 'look',
      installed: [],
    } as const;
    expect(serviceHealthOf(down, remarksOn(mine, [], end))).toMatchObject([
      { state: 'failed', reason: 'peer-silent' },
    ]);
  });
});
