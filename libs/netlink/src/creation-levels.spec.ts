import { bridgeLink, name, vxlanLink } from '../test/sample-resources.js';
import { creationLevels } from './creation-levels.js';

describe('the levels in which links are made', () => {
  const [one, two] = [bridgeLink('br-one'), bridgeLink('br-two')];
  const port = vxlanLink('vx-one', {}, { master: name('br-one') });
  const over = vxlanLink('vx-two', { underlay: name('br-two') });
  const third = vxlanLink('vx-three', { underlay: name('vx-one') }, { master: name('br-two') });

  it.each([
    ['one for links that know nothing of each other', [one, two], [['br-one', 'br-two']]],
    ['a port after its bridge', [one, port, two], [['br-one', 'br-two'], ['vx-one']]],
    ['a tunnel after its underlay', [two, over], [['br-two'], ['vx-two']]],
    [
      'one after the last of those it needs',
      [one, two, port, third],
      [['br-one', 'br-two'], ['vx-one'], ['vx-three']],
    ],
    ['one for a link whose bridge stands already', [port], [['vx-one']]],
    ['none for nothing', [], []],
  ])('are %s', (_what, links, expected) => {
    const items = links.map((link) => ({ link }));

    expect(creationLevels(items).map((level) => level.map(({ link }) => link.name))).toEqual(
      expected,
    );
  });
});
