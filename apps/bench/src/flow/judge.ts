/** What a collector has got, summed up by itself. */
export interface Verdict {
  readonly flows: number;
  readonly packets: number;
  /** Of IP, and of what stands in its place. */
  readonly octets: number;
  readonly sequenceErrors: number;
}

/** Somebody else's reader of what we export. */
export interface Judge {
  /** `host:port`, with `tcp://` before it where that is how it listens. */
  readonly collector: string;
  start(): Promise<void>;
  /** Ends the collector, which then has to say what it has got. */
  stop(): Promise<void>;
  /** Of all runs together; to be asked after the last has ended. */
  verdict(): Verdict;
  remove(): void;
}

export const judgePort = 29_995;
export const judgeTools = { PATH: '/usr/sbin:/usr/bin:/sbin:/bin' };

export function sumOf(verdicts: readonly Verdict[]): Verdict {
  const sum = (name: keyof Verdict): number => verdicts.reduce((all, one) => all + one[name], 0);
  return {
    flows: sum('flows'),
    packets: sum('packets'),
    octets: sum('octets'),
    sequenceErrors: sum('sequenceErrors'),
  };
}
