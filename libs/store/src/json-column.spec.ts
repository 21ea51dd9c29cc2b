import { fromJson, toJson, type JsonText } from './json-column.js';

describe('JSON column', () => {
  it.each([[{ a: [1, null, 'x'] }], [[]], ['text'], [null]])('keeps %j', (value) => {
    expect(fromJson(toJson<unknown>(value))).toEqual(value);
  });

  it('says that the database is damaged when there is no JSON', () => {
    expect(() => fromJson('{' as JsonText<unknown>)).toThrow(
      expect.objectContaining({ code: 'store-corrupt' }),
    );
  });
});
