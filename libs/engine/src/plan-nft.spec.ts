import { nftTable, planChange, type NftChain, type NftResource } from '#drivers';
import { bare, changeIn, contract, lan, linesOf, owner, stranger } from '../test/scene.js';
import { ModelHost } from './index.js';

const forward = { type: 'filter', hook: 'forward', priority: -150, policy: 'accept' } as const;
const clamped = (size: number): NftChain => ({
  name: 'clamp',
  hook: forward,
  rules: [[{ mangle: { key: { 'tcp option': { name: 'maxseg', field: 'size' } }, value: size } }]],
});
const table = (...chains: readonly NftChain[]): NftResource => nftTable('inet', owner, chains);
const identity = `nft inet hercules/${contract}/lan`;

describe('a table of packet rules in a plan', () => {
  it('comes after links', async () => {
    expect(await linesOf({ wanted: [table(clamped(1410)), lan] })).toEqual([
      'create link br-lan',
      `create ${identity}`,
    ]);
  });

  it('is changed as a whole', async () => {
    expect(await linesOf({ host: [table(clamped(1410))], wanted: [table(clamped(1360))] })).toEqual(
      [`change ${identity} (chains)`],
    );
  });

  it('is left alone while its rules are the same, in whatever order its chains are named', async () => {
    const other = { name: 'other', rules: [] };
    const standing = table(clamped(1410), other);
    expect(await linesOf({ host: [standing], wanted: [standing] }).catch(String)).toContain(
      'unchanged',
    );
    expect(table(other, clamped(1410)).chains).toBe(standing.chains);
  });

  it('goes with the contract, and those of others stay', async () => {
    const others = nftTable('inet', stranger, [clamped(1300)]);
    expect(await linesOf({ host: [table(clamped(1410)), others], wanted: [] })).toEqual([
      `delete ${identity}`,
    ]);
  });

  it('is refused where the host can not be asked for packet rules', async () => {
    const host = new ModelHost(bare);
    host.loseNft();
    const plan = planChange({ ...changeIn({ wanted: [table()] }), state: await host.observe() });
    expect(plan).toMatchObject({ ok: false, problems: [{ code: 'capability-missing' }] });
  });
});
