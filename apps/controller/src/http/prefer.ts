/** Longer than this no request is kept waiting: proxies would cut the line. */
const longestWait = 60;

/** Seconds that the client is ready to wait (RFC 7240, 4.3); 0 where it does not say. */
export function secondsToWait(prefer: string | undefined): number {
  const [, seconds] = /(?:^|[,;\s])wait\s*=\s*"?(\d{1,6})"?/i.exec(prefer ?? '') ?? [];
  return Math.min(Number(seconds ?? 0), longestWait);
}
