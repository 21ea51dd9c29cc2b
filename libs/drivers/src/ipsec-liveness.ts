/** How often and how long an IKE request is sent again, by every daemon of ours: `timeout × base^n` seconds. */
export const ikeRetransmission = { tries: 4, timeout: 2, base: 1.6 } as const;

/** Seconds from the first sending of a request until a peer that says nothing is given up: 32. */
export function givenUpAfter(): number {
  const { tries, timeout, base } = ikeRetransmission;
  let seconds = 0;
  for (let sending = 0; sending <= tries; sending += 1) seconds += timeout * base ** sending;
  return Math.ceil(seconds);
}

/** Seconds within which a peer's silence is noticed; undefined: nobody asks. @param dpdDelay seconds, 0 for never */
export function silenceNoticedWithin(dpdDelay: number): number | undefined {
  return dpdDelay === 0 ? undefined : dpdDelay + givenUpAfter();
}
