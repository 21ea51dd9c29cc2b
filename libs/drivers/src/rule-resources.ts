import { familyOf, type Family } from './addresses.js';
import type { Surroundings } from './driver.js';
import { ownProtocol } from './mark.js';
import type { RuleResource } from './policy-rule.js';
import type { WantedResource } from './resource.js';
import type { RuleSpec } from './rule-fields.js';

/** The rules that a member asks for; one that says nothing of a family is one of each. Paths lie below `base`. */
export function ruleResources(
  rules: readonly RuleSpec[],
  surroundings: Pick<Surroundings, 'owner' | 'interfaceName'>,
  base: string,
  table: number,
): readonly WantedResource[] {
  return rules.flatMap((rule, place) =>
    familiesOf(rule).map((family) => ({
      path: `${base}/rules/${place}`,
      resource: ruleResource(rule, family, surroundings, table),
    })),
  );
}

function familiesOf({ family, from, to }: RuleSpec): readonly Family[] {
  const prefix = from ?? to;
  if (family !== undefined) return [family];
  return prefix === undefined ? ['ipv4', 'ipv6'] : [familyOf(prefix)];
}

function ruleResource(
  { priority, from, to, iif, oif, fwmark, fwmask = 0xffff_ffff, ...rest }: RuleSpec,
  family: Family,
  { owner, interfaceName }: Pick<Surroundings, 'owner' | 'interfaceName'>,
  table: number,
): RuleResource {
  return {
    type: 'rule',
    family,
    priority,
    ...(from !== undefined && { from }),
    ...(to !== undefined && { to }),
    ...(iif !== undefined && { iif: iif === true ? interfaceName : iif }),
    ...(oif !== undefined && { oif: oif === true ? interfaceName : oif }),
    ...(fwmark !== undefined && { fwmark, fwmask }),
    ...actionOf(rest, table),
    protocol: ownProtocol,
    owner,
  };
}

function actionOf(
  { table: own, blackhole, unreachable, prohibit }: Partial<RuleSpec>,
  table: number,
): Pick<RuleResource, 'action' | 'table'> {
  if (blackhole === true) return { action: 'blackhole' };
  if (unreachable === true) return { action: 'unreachable' };
  return prohibit === true ? { action: 'prohibit' } : { action: 'lookup', table: own ?? table };
}
