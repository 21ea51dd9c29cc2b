import { bridgeLink, name } from '../test/sample-resources.js';
import { LinkDirectory } from './link-directory.js';

const standing = (
  text: string,
  index: number,
): Parameters<LinkDirectory['replace']>[0][number] => ({
  resource: { ...bridgeLink(text), mtu: 1500, master: null },
  index,
});

describe('the directory of links', () => {
  it('knows the links observed, those added, and none that went', () => {
    const links = new LinkDirectory();
    links.replace([standing('br-one', 3), standing('br-two', 4)]);
    links.add(name('br-new'), 9);
    links.remove(name('br-two'));

    expect(['br-one', 'br-two', 'br-new'].map((text) => links.indexOf(name(text)))).toEqual([
      3,
      undefined,
      9,
    ]);

    links.replace([standing('br-two', 5)]);
    expect(['br-one', 'br-two', 'br-new'].map((text) => links.indexOf(name(text)))).toEqual([
      undefined,
      5,
      undefined,
    ]);
  });

  it('chooses indexes above those of the kernel and of every link seen, and none twice', () => {
    const links = new LinkDirectory();
    expect(links.freshIndex()).toBe(1_048_577);

    links.replace([standing('br-one', 2_000_000)]);
    expect([links.freshIndex(), links.freshIndex()]).toEqual([2_000_001, 2_000_002]);

    links.replace([]);
    expect(links.freshIndex()).toBe(2_000_003);
  });
});
