export type { DriverSamples } from '#conformance';

/** A member on each of the two hosts that samples are written for. */
export function bothHosts(parts: object = {}): readonly object[] {
  return ['host-a', 'host-b'].map((node) => ({ node, ...parts }));
}
