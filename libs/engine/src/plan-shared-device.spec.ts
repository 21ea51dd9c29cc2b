import { vniTable, type LinkResource } from '#drivers';
import { vxlan } from '../test/resources.js';
import { linesOf, owner } from '../test/scene.js';

function shared(name: string, first: number, last: number): LinkResource {
  const vnis = vniTable([{ first, last }]);
  return vxlan(name, 0, {
    owner,
    vxlan: { external: true, vniFilter: true, vnis, underlay: null },
  });
}

describe('a VNI of a device that serves many', () => {
  const segment = vxlan('vx-1', 15, { owner });

  it('is given up with the device before another link takes it', async () => {
    const former = shared('vx-many', 10, 20);
    expect(await linesOf({ host: [former], previous: [former], wanted: [segment] })).toEqual([
      'delete link vx-many',
      'create link vx-1',
    ]);
  });

  it('is given up by the device before another link takes it', async () => {
    const former = shared('vx-many', 10, 20);
    const smaller = shared('vx-many', 10, 14);
    const wanted = [segment, smaller];
    expect(await linesOf({ host: [former], previous: [former], wanted })).toEqual([
      'change link vx-many (vxlan.vnis)',
      'create link vx-1',
    ]);
  });

  it('is given up by another link before the device takes it', async () => {
    const former = shared('vx-many', 10, 14);
    const larger = shared('vx-many', 10, 20);
    const previous = [former, segment];
    expect(await linesOf({ host: previous, previous, wanted: [larger] })).toEqual([
      'delete link vx-1',
      'change link vx-many (vxlan.vnis)',
    ]);
  });
});
