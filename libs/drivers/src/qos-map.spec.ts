import { qosEntries, qosMap } from './qos-map.js';

describe('a map between priorities', () => {
  it('is one text however it was written', () => {
    const written = qosMap([
      [7, 1],
      [2, 5],
    ]);
    const otherwise = qosMap(
      new Map([
        [2, 5],
        [7, 1],
      ]),
    );

    expect(written).toBe('2:5 7:1');
    expect(otherwise).toBe(written);
  });

  it('sorts by numbers, not by letters', () => {
    expect(
      qosMap([
        [10, 1],
        [9, 1],
      ]),
    ).toBe('9:1 10:1');
  });

  it('leaves out what maps to 0', () => {
    expect(
      qosMap([
        [1, 0],
        [2, 3],
      ]),
    ).toBe('2:3');
    expect(qosMap([[1, 0]])).toBe('');
  });

  it('can be read again', () => {
    expect([...qosEntries(qosMap([[4294967295, 7]]))]).toEqual([[4294967295, 7]]);
    expect([...qosEntries(qosMap([]))]).toEqual([]);
  });
});
