import { tunnelMap, tunnelMapChange, tunnelRanges } from './tunnel-map.js';

const whole = { first: 1, last: 4094, vni: 10_001 };

describe('a map from VLANs to VNIs', () => {
  it.each([
    [[], ''],
    [[{ first: 10, last: 10, vni: 7 }], '10=7'],
    [[whole], '1-4094=10001'],
    [
      [
        { first: 12, last: 12, vni: 102 },
        { first: 10, last: 11, vni: 100 },
      ],
      '10-12=100',
    ],
    [
      [
        { first: 10, last: 11, vni: 100 },
        { first: 12, last: 12, vni: 200 },
      ],
      '10-11=100, 12=200',
    ],
  ])('of %j is written %s', (ranges, text) => {
    expect(tunnelMap(ranges)).toBe(text);
    expect(tunnelMap(tunnelRanges(tunnelMap(ranges)))).toBe(text);
  });

  it('changes by what differs alone, and gives up a VNI before it takes another', () => {
    const after = tunnelMap([whole, { first: 7, last: 7, vni: 9 }]);

    expect(tunnelMapChange(tunnelMap([whole]), after)).toEqual({
      added: [{ first: 7, last: 7, vni: 9 }],
      removed: [{ first: 7, last: 7, vni: 10_007 }],
    });
  });
});
