export interface Period {
  readonly notBefore: string;
  readonly notAfter: string;
}

/** From the second that `now` is in, for `length` milliseconds. */
export function periodFrom(now: Date, length: number): Period {
  return { notBefore: instantOf(now), notAfter: instantOf(new Date(now.getTime() + length)) };
}

function instantOf(time: Date): string {
  return time.toISOString().replace(/\.\d+Z$/, 'Z');
}
