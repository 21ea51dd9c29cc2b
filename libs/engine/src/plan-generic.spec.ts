import { planChange } from '#drivers';
import { ModelHost } from '../src/index.js';
import { address, tunnel } from '../test/resources.js';
import { bare, changeIn, lan, linesOf, owner, planOf, stranger } from '../test/scene.js';

const wire = tunnel('gn-a', { vni: 7 }, { owner });

describe('a link of a kind that only its driver knows', () => {
  it('is made, carries addresses and goes', async () => {
    const near = address('gn-a', '192.0.2.1/24', owner);
    expect(await linesOf({ wanted: [near, wire] })).toEqual([
      'create link gn-a',
      'create address gn-a 192.0.2.1/24',
    ]);
    expect(await linesOf({ host: [wire, near], wanted: [] })).toEqual(['delete link gn-a']);
  });

  it('is a port of a bridge that is made with it', async () => {
    const port = tunnel('gn-a', { vni: 7 }, { owner, master: lan.name });
    expect(await linesOf({ wanted: [port, lan] })).toEqual([
      'create link br-lan',
      'create link gn-a',
    ]);
  });

  it.each([
    ['changes in place what its table says', { ttl: 9 }, 'change link gn-a (generic.ttl)'],
    [
      'is led to another peer in place',
      { remote: '198.51.100.3' },
      'change link gn-a (generic.remote)',
    ],
    ['is made anew for what is fixed', { vni: 8 }, 'recreate link gn-a (fixed.vni)'],
    [
      'is made anew for a peer of the other family',
      { remote: '2001:db8::2' },
      'recreate link gn-a (fixed.remoteFamily, generic.remote)',
    ],
  ])('%s', async (_, options, line) => {
    const wanted = [tunnel('gn-a', { vni: 7, ...options }, { owner })];
    expect(await linesOf({ host: [wire], wanted })).toEqual([line]);
    expect((await planOf({ host: wanted, wanted })).operations).toEqual([]);
  });

  it('takes for itself what a host has once', async () => {
    const theirs = tunnel('gn-theirs', { vni: 7 }, { owner: stranger });
    const state = await new ModelHost([...bare, theirs]).observe();
    expect(planChange({ ...changeIn({ wanted: [wire] }), state })).toMatchObject({
      ok: false,
      problems: [{ code: 'link-claimed-twice' }],
    });
  });
});
