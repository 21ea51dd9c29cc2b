import { serializeEnvelope } from '#contract';
import type { Cast } from '../cast.js';
import { isSame, snapshots } from '../host-snapshots.js';
import { extraSegment } from '../site.js';
import { tampered } from '../tamper.js';

const parts = ['payload', 'signature'] as const;
const title = 'Site network with a backup segment';

/** Whether the controller refuses every forgery. */
export async function forgeriesForController({ api, say, site }: Cast): Promise<boolean> {
  say.chapter('Somebody changes one bit of a signed contract');
  const payload = site.next(title, [...site.network, ...extraSegment(site.nextVersion)], false);
  const genuine = serializeEnvelope(await site.signed(payload));
  let allRefused = true;
  for (const part of parts) {
    const { status, body } = await api.send('POST', '/contracts', tampered(genuine, part));
    const { code } = body as { code?: string };
    const isRefused = status === 422 && code === 'signature-invalid';
    say.check(isRefused, `one bit of the ${part}: the controller answers ${status} ${code ?? ''}`);
    allRefused &&= isRefused;
  }
  return allRefused;
}

/** Whether the hosts refuse what a controller in wrong hands passes on, and nothing on them is touched. */
export async function forgeriesForHosts(cast: Cast): Promise<boolean> {
  const { lab, say, site } = cast;
  say.chapter('A controller in wrong hands passes a changed contract on to the hosts');
  const before = await snapshots(cast);
  const payload = site.next(title, [...site.network, ...extraSegment(site.nextVersion)]);
  let allRefused = true;
  for (const part of parts) {
    await lab.tamper(part);
    const since = new Date().toISOString();
    if (part === 'payload') await site.submit(payload);
    const hosts = await site.everyHost('refused', since);
    const codes = new Set(hosts.flatMap(({ problems = [] }) => problems.map(({ code }) => code)));
    const isUntouched = isSame(cast, before, await snapshots(cast), 'touched.json');
    const isRefused = codes.size === 1 && codes.has('signature-invalid') && isUntouched;
    say.check(
      isRefused,
      `one bit of the ${part}: both hosts refuse (${[...codes].join(', ')}), nothing touched`,
    );
    allRefused &&= isRefused;
  }
  await lab.tamper('none');
  await site.everyHost('applied');
  say.check(true, 'the genuine document is accepted at once');
  return allRefused;
}
