import { markOf, ownerOfMark } from './mark.js';

const contract = '01K9ZX4A1B2C3D4E5F6G7H8J9K';

describe('the mark on a link', () => {
  it.each(['a', 'lan', 'lan-1.site-2', 'x'.repeat(63)])('leads back to workload %s', (workload) => {
    const owner = { contract, workload };
    expect(ownerOfMark(markOf(owner))).toEqual(owner);
  });

  it('fits into an interface alias of 255 bytes', () => {
    expect(Buffer.byteLength(markOf({ contract, workload: 'x'.repeat(63) }))).toBeLessThan(256);
  });

  it.each([
    undefined,
    '',
    'uplink to rack 7',
    'hercules:',
    `hercules:${contract}`,
    `hercules:${contract}/`,
    `hercules:${contract}/LAN`,
    `hercules:${contract}/lan/more`,
    `hercules:${contract}/${'x'.repeat(64)}`,
    `hercules:${contract.slice(1)}/lan`,
    `hercules:${contract.toLowerCase()}/lan`,
    ` hercules:${contract}/lan`,
    `hercules:${contract}/lan\n`,
  ])('is not %j', (alias) => {
    expect(ownerOfMark(alias)).toBeUndefined();
  });
});
