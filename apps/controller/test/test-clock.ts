import type { Clock } from '#engine';

/** Time that stands still until it is moved. */
export class TestClock implements Clock {
  constructor(private moment: Date) {}

  now(): Date {
    return this.moment;
  }

  advance(seconds: number): void {
    this.moment = new Date(this.moment.getTime() + seconds * 1000);
  }
}
