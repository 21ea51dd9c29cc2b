import type { Operation } from '#drivers';
import { carryOut, type HostPort } from '#engine';
import { contractId, withAndWithout, type DroppedField } from './dropped-fields.js';

/** Brings the contract about with a field, then without it; tells the plan of the second change and the link as it is. */
export async function dropOn(
  host: HostPort,
  dropped: DroppedField,
): Promise<{
  readonly lines: readonly string[];
  readonly link: unknown;
  readonly planned: object | undefined;
}> {
  const { given, without } = withAndWithout(dropped);
  const first = { contract: contractId, wanted: given, previous: [] };
  const applied = await carryOut(host, first, await host.observe());
  if (applied.state !== 'applied') throw new Error(JSON.stringify(applied));
  const outcome = await carryOut(
    host,
    { contract: contractId, wanted: without, previous: given },
    applied.observed,
  );
  if (!('plan' in outcome)) throw new Error(JSON.stringify(outcome));
  const name = dropped.type === 'bridge' ? 'br-lan' : 'vx-lan';
  const { operations } = outcome.plan;
  return {
    lines: operations.map(lineOf),
    planned: operations.find(({ identity }) => identity === `link ${name}`)?.after ?? undefined,
    link: outcome.observed.links.find(({ resource }) => resource.name === name)?.resource,
  };
}

function lineOf({ action, identity, fields }: Operation): string {
  return [action, identity, ...(fields.length > 0 ? [`(${fields.join(', ')})`] : [])].join(' ');
}
