import { createRegistry } from './registry.js';
import { wires } from '../test/wire-driver.js';

describe('a driver registry', () => {
  it('finds a driver by its type', () => {
    expect(wires.find('wire')?.title).toBe('Wire');
    expect(wires.find('constructor')).toBeUndefined();
  });

  it('is not made of two drivers of one type', () => {
    expect(() => createRegistry([...wires.drivers, ...wires.drivers])).toThrow(
      "two drivers claim the workload type 'wire': name only one of them",
    );
  });
});
