import { jest } from '@jest/globals';
import { ChangeBell } from './change-bell.js';

describe('the bell', () => {
  let pending: boolean;
  let rings: number;
  let bell: ChangeBell;

  beforeEach(() => {
    jest.useFakeTimers();
    pending = true;
    rings = 0;
    bell = new ChangeBell(() => pending);
    bell.listen(() => {
      rings += 1;
    });
  });
  afterEach(() => {
    bell.close();
    jest.useRealTimers();
  });

  it('rings at once after a time of rest, and once for many', () => {
    for (let count = 0; count < 5; count += 1) bell.note();
    jest.advanceTimersByTime(1);
    expect(rings).toBe(1);

    jest.advanceTimersByTime(1000);
    expect(rings).toBe(1);
  });

  it('does not ring for what was dealt with before its time came', () => {
    bell.note();
    pending = false;
    jest.advanceTimersByTime(1000);

    expect(rings).toBe(0);
  });

  it('keeps quiet while it is held, and rings afterwards for what is left', async () => {
    await bell.hold(() => {
      bell.note();
      jest.advanceTimersByTime(1000);
      expect(rings).toBe(0);
      return Promise.resolve();
    });
    jest.advanceTimersByTime(1);

    expect(rings).toBe(1);
  });

  it('waits for the next event after work that failed', async () => {
    await expect(bell.hold(() => Promise.reject(new Error('no answer')))).rejects.toThrow();
    jest.advanceTimersByTime(10_000);
    expect(rings).toBe(0);

    bell.note();
    jest.advanceTimersByTime(1);
    expect(rings).toBe(1);
  });

  it('rings ever more seldom in a storm, and promptly again after it', () => {
    const ringsIn = (milliseconds: number, eventsEach: number): number => {
      const begin = rings;
      for (let time = 0; time < milliseconds; time += 1) {
        for (let count = 0; count < eventsEach; count += 1) bell.note();
        jest.advanceTimersByTime(1);
      }
      return rings - begin;
    };

    ringsIn(1000, 10);
    expect(ringsIn(1000, 10)).toBe(4);
    jest.advanceTimersByTime(1000);
    ringsIn(1, 1);
    jest.advanceTimersByTime(300);
    expect(ringsIn(100, 1)).toBeGreaterThan(10);
  });

  it('is silent once it is closed', () => {
    bell.note();
    bell.close();
    bell.note();
    jest.advanceTimersByTime(1000);

    expect(rings).toBe(0);
  });
});
