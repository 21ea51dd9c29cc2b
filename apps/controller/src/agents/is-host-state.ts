import { registerDecorator } from 'class-validator';

const families = ['links', 'addresses', 'routes', 'fdb'] as const;
/** A host that lacks what looks after them, or knows nothing of them, leaves these out. */
const furtherFamilies = ['mdb', 'rules', 'nft', 'ipsec'] as const;

/**
 * The reading of a host: a list for each family. Looks no deeper: it is shown and planned with, and what an
 * authorised host says about itself can mislead only about that host.
 */
export function IsHostState(): PropertyDecorator {
  return (target, property) => {
    registerDecorator({
      name: 'isHostState',
      target: target.constructor,
      propertyName: String(property),
      validator: {
        validate: isHostState,
        defaultMessage: () => `must have the lists ${families.join(', ')}`,
      },
    });
  };
}

function isHostState(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const members = new Map<string, unknown>(Object.entries(value));
  const isList = (family: string): boolean => Array.isArray(members.get(family));
  return (
    families.every(isList) &&
    furtherFamilies.every((family) => !members.has(family) || isList(family))
  );
}
