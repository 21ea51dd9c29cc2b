import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import type { ApplyMeasurement, NetworkName } from './apply-once.js';

/** Brings a network about on a host, in a process of its own. */
export async function applyInNamespace(
  namespace: string,
  network: NetworkName,
  count: number,
): Promise<ApplyMeasurement> {
  const program = fileURLToPath(import.meta.resolve('./apply-once.js'));
  const command = [process.execPath, program, network, String(count)];
  const { stdout } = await execa('ip', ['netns', 'exec', namespace, ...command]);
  return JSON.parse(stdout) as ApplyMeasurement;
}
