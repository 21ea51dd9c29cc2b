import type { PlannedOperation } from '../api/contract-answers.js';

type State = Readonly<Record<string, unknown>> | null | undefined;

/** `mtu: 1450 → 1400, vni: 100 → 200` of an object that is changed; '' where nothing stands against anything. */
export function fieldChanges({ fields, before, after }: PlannedOperation): string {
  return fields
    .map((field) => `${field}: ${shown(valueAt(before, field))} → ${shown(valueAt(after, field))}`)
    .join(', ');
}

/** A field's value; the name may be a path of members joined by dots, as in `vxlan.vni`. */
function valueAt(state: State, field: string): unknown {
  return field.split('.').reduce<unknown>((value, member) => memberOf(value, member), state);
}

function memberOf(value: unknown, member: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  return Object.entries(value).find(([name]) => name === member)?.[1];
}

function shown(value: unknown): string {
  if (value === undefined || value === null) return 'none';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
