import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import type { ApplyMeasurement } from './apply-once.js';

/** Brings a network of `sampleNetworks` about in a namespace, in a process of its own, twice. */
export async function applyInside(
  namespace: string,
  network: string,
  count: number,
): Promise<ApplyMeasurement> {
  const program = fileURLToPath(import.meta.resolve('./apply-once.js'));
  const command = [process.execPath, program, network, String(count)];
  const { stdout } = await execa('ip', ['netns', 'exec', namespace, ...command]);
  return JSON.parse(stdout) as ApplyMeasurement;
}
