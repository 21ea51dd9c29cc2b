import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { until } from './tunnel-site.js';

/** Packets that were sent and that came back, twenty a second, while work was done. */
export async function pinged(
  work: () => Promise<void>,
): Promise<{ sent: number; received: number }> {
  const ping = spawn('ping', ['-n', '-i', '0.05', '-W', '5', '-I', '10.1.0.1', '10.2.0.1']);
  let said = '';
  ping.stdout.on('data', (bytes) => (said += String(bytes)));
  const ended = once(ping, 'exit');
  await until(
    () => said,
    (text) => text.includes('icmp_seq=3'),
    30,
  );
  await work();
  const seen = said.split('\n').length;
  await until(
    () => said.split('\n').length,
    (lines) => lines > seen + 3,
    30,
  );
  ping.kill('SIGINT');
  await ended;
  const [, sent, received] = /(\d+) packets transmitted, (\d+) received/.exec(said) ?? [];
  return { sent: Number(sent), received: Number(received) };
}
