import { serializeEnvelope } from '#contract';
import type { Cast } from '../cast.js';
import type { ContractView, PlanView } from '../controller-views.js';
import { contractId, signedBy, siteNetwork, siteTitle } from '../site.js';

/** Answers with the seconds from the last signature to every host's verified report. */
export async function firstContract(cast: Cast): Promise<number> {
  const { api, say, site } = cast;
  say.chapter('Alice signs and submits a contract: a bridge on each host, joined by VXLAN 4711');
  const payload = site.next(siteTitle, siteNetwork(1));
  const { alice, bob } = site.people;
  const draft = await signedBy('contract', payload, [alice], new Date());
  const submitted = await api.post<ContractView>('/contracts', serializeEnvelope(draft));
  const missing = submitted.missing.map(({ principal }) => principal).join(', ');
  say.line(`state '${submitted.state}', waiting for ${missing}`);
  await showPlan(cast);

  say.chapter('Bob signs: the contract is complete, the hosts act');
  const complete = await signedBy('contract', payload, [alice, bob], new Date());
  const signature = complete.signatures.find(({ kid }) => kid === bob.kid);
  const begin = performance.now();
  await api.post(`/contracts/${contractId}/signatures`, {
    protected: signature?.protected,
    signature: signature?.signature,
  });
  await site.everyHost('applied');
  const seconds = (performance.now() - begin) / 1000;
  site.latest = complete;
  await showStatus(cast);
  say.check(true, `verified on both hosts ${seconds.toFixed(2)} s after the last signature`);
  return seconds;
}

async function showPlan({ api, say }: Cast): Promise<void> {
  const { hosts } = await api.get<PlanView>(`/contracts/${contractId}/plan`);
  for (const { node, operations, problems } of hosts) {
    say.line(`${node}: ${operations.length} operations planned`);
    for (const { action, identity, effect } of operations) {
      say.line(`  ${sign(action)} ${identity}${effect === 'none' ? '' : `  (${effect})`}`);
    }
    for (const { code, detail } of problems) say.line(`  ! ${code}: ${detail}`);
  }
}

async function showStatus({ say, site }: Cast): Promise<void> {
  for (const { node, state, workloads } of (await site.status()).hosts) {
    const parts = workloads.map(
      ({ name, conditions }) => `${name}: ${conditions[0]?.message ?? ''}`,
    );
    say.line(`${node}: ${state}; ${parts.join('; ')}`);
  }
}

function sign(action: string): string {
  return { create: '+', adopt: '>', change: '~', recreate: '±', delete: '-' }[action] ?? '?';
}
