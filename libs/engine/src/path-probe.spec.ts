import type { IpAddress } from '#drivers';
import { proveMtu, type PathProbe } from './path-probe.js';

const far = '192.0.2.9' as IpAddress;
const far6 = '2001:db8::9' as IpAddress;

function pathOf(mtu: number): PathProbe & { readonly tried: number[] } {
  const tried: number[] = [];
  return {
    tried,
    passes: (_to, bytes) => {
      tried.push(bytes);
      return Promise.resolve(bytes <= mtu);
    },
  };
}

describe('the proof of an MTU', () => {
  it('is one packet that passes and one a byte larger that does not', async () => {
    const path = pathOf(1450);
    expect(await proveMtu(path, far, 1450)).toEqual({
      computed: 1450,
      largest: 1450,
      isProven: true,
    });
    expect(path.tried).toEqual([1450, 1451]);
  });

  it('fails where more passes', async () => {
    const proof = await proveMtu(pathOf(9000), far, 1450);
    expect(proof).toEqual({ computed: 1450, largest: 1451, isProven: false });
  });

  it.each([far, far6])('finds what fits where less passes: to %s', async (to) => {
    const path = pathOf(1398);
    expect(await proveMtu(path, to, 1450)).toEqual({
      computed: 1450,
      largest: 1398,
      isProven: false,
    });
    expect(path.tried.length).toBeLessThan(14);
  });

  it('says so where nothing passes', async () => {
    expect((await proveMtu(pathOf(0), far6, 1450)).largest).toBeNull();
    expect((await proveMtu(pathOf(0), far6, 1280)).largest).toBeNull();
  });
});
