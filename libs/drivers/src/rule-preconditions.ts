import type { Problem } from '#contract';
import type { Outlook } from './outlook.js';
import type { RuleResource } from './policy-rule.js';
import { identityOf } from './resource.js';
import { belongsTo } from './target.js';

type RuleProblem = Problem<'rule-conflict' | 'rule-link-unknown' | 'capability-missing'>;

/** Why a rule can't be made, or would mean nothing. */
export function ruleProblems(
  wanted: RuleResource,
  path: string,
  outlook: Outlook,
): readonly RuleProblem[] {
  if (!outlook.knowsRules) {
    const detail =
      'the kernel of this host has no policy rules (CONFIG_IP_MULTIPLE_TABLES): take them out of the contract';
    return [{ code: 'capability-missing', path, detail }];
  }
  return [...conflictProblems(wanted, path, outlook), ...linkProblems(wanted, path, outlook)];
}

function conflictProblems(
  wanted: RuleResource,
  path: string,
  { contract, host }: Outlook,
): readonly RuleProblem[] {
  const observed = host.resource(identityOf(wanted));
  if (observed === undefined || belongsTo(contract, observed, host)) return [];
  const detail = `the host has this very rule at priority ${wanted.priority}, and it is not ours: choose another priority`;
  return [{ code: 'rule-conflict', path, detail }];
}

function linkProblems(
  { iif, oif }: RuleResource,
  path: string,
  { link }: Outlook,
): readonly RuleProblem[] {
  return Object.entries({ iif, oif }).flatMap(([field, name]) => {
    if (name === undefined || name === 'lo' || link(name) !== undefined) return [];
    const detail = `this host has no interface '${name}': mend the name`;
    return [{ code: 'rule-link-unknown', path: `${path}/${field}`, detail }];
  });
}
