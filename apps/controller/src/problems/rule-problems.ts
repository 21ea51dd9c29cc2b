import type { DriverProblemCode } from '#drivers';
import { facts, type ProblemFacts } from './problem-facts.js';

export type RuleProblemCode = Extract<DriverProblemCode, `rule-${string}`>;

/** Why a policy rule can't be. */
export const ruleProblems = {
  'rule-claimed-twice': facts(
    422,
    'Two policy rules have one priority on a host',
    'Give one of them another priority: each stands once in each family.',
  ),
  'rule-conflict': facts(
    422,
    'The host has the very policy rule, and it is not ours',
    'Choose another priority, or remove the rule of the host.',
  ),
  'rule-invalid': facts(
    422,
    'A policy rule can not be as it is written',
    'Change what the detail names: a rule chooses by something and leads to one table or one dead end.',
  ),
  'rule-link-unknown': facts(
    422,
    'A policy rule names an interface that does not exist here',
    'Name an interface of the host or of the contract; true means the interface of the workload.',
  ),
  'rule-priority-out-of-range': facts(
    422,
    'The priority of a policy rule is out of range',
    "Use 1 to 32765: 0, 32766 and 32767 are the kernel's own.",
  ),
} satisfies Record<RuleProblemCode, ProblemFacts>;
