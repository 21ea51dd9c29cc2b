import { recordedDump, recordedRequest, seenDump } from '../test/fixtures.js';
import { cidr } from '../test/sample-resources.js';
import {
  adoptAddress,
  createAddress,
  decodeAddress,
  decodeAddressLink,
  deleteAddress,
  dumpAddresses,
} from './address-message.js';

/** IFA_PROTO with 72, which ip knows since 6.3. */
const ourProtocol = '05000b0048000000';

describe('address requests', () => {
  it.each([
    ['address', '198.51.100.1/24'],
    ['address over IPv6', '2001:db8:1::1/64'],
  ])('are what ip sends, byte for byte, and our protocol number: %s', (name, text) => {
    const recorded = recordedRequest(name);
    const request = createAddress(60, cidr(text));

    expect(request.body.toString('hex')).toBe(recorded.body.toString('hex') + ourProtocol);
    expect([request.type, request.flags]).toEqual([recorded.type, recorded.flags]);
  });

  it('take an address away with the very bytes of ip', () => {
    const recorded = recordedRequest('address gone');
    const request = deleteAddress(60, cidr('198.51.100.1/24'));

    expect(request.body.toString('hex')).toBe(recorded.body.toString('hex'));
    expect([request.type, request.flags]).toEqual([recorded.type, recorded.flags]);
  });

  it('adopt an address by putting the same one in its place', () => {
    const [created, adopted] = [
      createAddress(60, cidr('198.51.100.1/24')),
      adoptAddress(60, cidr('198.51.100.1/24')),
    ];

    expect(adopted.body).toEqual(created.body);
    expect(adopted.flags).toBe(0x505);
  });

  it('ask for all addresses', () => {
    expect(dumpAddresses()).toEqual({ type: 22, flags: 0x301, body: Buffer.alloc(8) });
  });
});

describe('address messages', () => {
  interface Seen {
    readonly ifindex: number;
    readonly addr_info: readonly {
      readonly local: string;
      readonly prefixlen: number;
      readonly scope: string;
    }[];
  }

  it('tell what ip tells of every address', () => {
    const scopes: Readonly<Record<string, number>> = { global: 0, link: 253, host: 254 };
    const seen = (seenDump('addresses') as readonly Seen[]).flatMap(({ ifindex, addr_info }) =>
      addr_info.map(({ local, prefixlen, scope }) => ({
        link: ifindex,
        address: `${local}/${prefixlen}`,
        scope: scopes[scope],
      })),
    );
    const told = recordedDump('addresses').flatMap(({ body }) => decodeAddress(body) ?? []);

    expect(told.map(({ protocol: _protocol, ...address }) => address)).toHaveLength(seen.length);
    expect(told.map(({ protocol: _protocol, ...address }) => address)).toEqual(
      expect.arrayContaining(seen),
    );
    expect(seen.length).toBeGreaterThan(4);
  });

  it('are refused when they are shorter than their header', () => {
    expect(() => decodeAddressLink(Buffer.alloc(7))).toThrow(
      expect.objectContaining({ code: 'malformed' }),
    );
  });

  it('of another family tell nothing', () => {
    expect(decodeAddress(Buffer.alloc(8))).toBeUndefined();
  });
});
