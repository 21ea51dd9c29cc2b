import type { InterfaceName, Lack } from '#drivers';
import type { ConditionDraft } from './conditions.js';
import {
  acceptedCondition,
  subjectFields,
  type ReportDraft,
  type ReportSubject,
} from './contract-report.js';

/** Links without a carrier, by what they are for the contract. */
export interface LostCarriers {
  readonly parents: readonly InterfaceName[];
  readonly ports: readonly InterfaceName[];
}

/** A version that can't be brought about before the host has what lacks; nothing was touched. */
export function lackingReport({ contract, digest }: ReportSubject, lack: Lack): ReportDraft {
  const verified: ConditionDraft = {
    type: 'Verified',
    status: 'False',
    reason: lack.what.replace(/(^| )([a-z])/g, (_match, _space, letter: string) =>
      letter.toUpperCase(),
    ),
    message: `${lack.what}: ${lack.detail}`,
  };
  return {
    ...subjectFields(contract, digest),
    state: 'waiting',
    conditions: [acceptedCondition, verified],
    workloads: [],
    problems: [],
  };
}

/** What stands but carries nothing yet, since what it stands on has no carrier. Ports alone only get a mention. */
export function withCarriers(draft: ReportDraft, { parents, ports }: LostCarriers): ReportDraft {
  if (parents.length + ports.length === 0) return draft;
  const what = [sentence('parent', parents), sentence('port', ports)].filter((text) => text !== '');
  const carrier: ConditionDraft = {
    type: 'Carrier',
    status: 'False',
    reason: 'NoCarrier',
    message: what.join('; '),
  };
  const waits = parents.length > 0 && draft.state === 'applied';
  return {
    ...draft,
    ...(waits && { state: 'waiting' as const }),
    conditions: [...draft.conditions, carrier],
  };
}

function sentence(what: string, links: readonly InterfaceName[]): string {
  if (links.length === 0) return '';
  return `${what} no-carrier: ${links.map((link) => `'${link}'`).join(', ')}`;
}
