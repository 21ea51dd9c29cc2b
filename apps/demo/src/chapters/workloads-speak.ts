import type { Cast } from '../cast.js';
import { labHosts } from '../topology.js';

/** Answers with the pings that were lost. */
export async function workloadsSpeak({ lab, say }: Cast): Promise<number> {
  say.chapter('The workloads behind the hosts speak with each other');
  const [here, there] = labHosts;
  if (here === undefined || there === undefined) return Number.NaN;
  const probe = { namespace: here.workload, to: there.workloadAddress, size: 1450 };
  const { sent, lost } = await lab.ping({ ...probe, count: 40 });
  say.check(lost === 0, `${sent} pings of 1450 bytes with don't-fragment, ${lost} lost`);
  return lost;
}
