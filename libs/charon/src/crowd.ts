/** Tunnels that are looked at each by its name; of more, one look at all is quicker. */
export const mostByName = 8;

/** Milliseconds in which a crowd of tunnels comes up where nothing is wrong with them. */
export const patienceWithCrowd = 10_000;

/**
 * Milliseconds of rest after a look at all: the daemon holds up each SA in turn while it lists them. A tunnel that is
 * lost meanwhile waits for as long, so that it is half a second at most where a look takes less than that.
 */
export function restFor(took: number): number {
  return Math.min(Math.max(50, 10 * took), Math.max(500, took), 2_000);
}
