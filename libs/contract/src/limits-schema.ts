import { z } from 'zod';
import { distinct, nodeId, tenantName } from './fields.js';
import { coded } from './schema-problems.js';

/** Numbers from `first` to `last`; without `last`: one number. */
function ranges(what: string, most: number): z.ZodType<readonly IdRange[]> {
  const id = z.int().min(1).max(most);
  return z.array(
    z
      .strictObject({ first: id, last: id.optional() })
      .refine(
        ({ first, last = first }) => first <= last,
        coded('value-invalid', `a range of ${what} ends where it begins or later`),
      ),
  );
}

export interface IdRange {
  readonly first: number;
  readonly last?: number | undefined;
}

const prefix = z.union([z.cidrv4(), z.cidrv6()]);
/** A name, or the beginning of names and '*'. */
const namePattern = z.string().min(1).max(16);
const linkName = z.string().min(1).max(15);

const limits = {
  /** VLAN ids 1 to 4094. */
  vlans: ranges('VLAN ids', 4094).optional(),
  /** VXLAN network identifiers 1 to 16777215. */
  vnis: ranges('VNIs', 16_777_215).optional(),
  /** Networks of addresses and routes. */
  prefixes: distinct(prefix, (text) => text, 'prefix').optional(),
};

/** What no contract gets. */
export const reserved = z.strictObject({
  ...limits,
  names: distinct(namePattern, (text) => text, 'name').optional(),
});

/** What the contracts of one tenant may have; an absent member sets no limit. */
export const grant = z.strictObject({
  tenant: tenantName,
  nodes: distinct(nodeId, (id) => id, 'node').optional(),
  /** Types of workloads. */
  drivers: distinct(z.string().min(1).max(63), (type) => type, 'driver').optional(),
  /** Of the links that the charter grants on a host. */
  parents: distinct(linkName, (link) => link, 'link').optional(),
  ...limits,
});

export type Reserved = z.infer<typeof reserved>;
export type Grant = z.infer<typeof grant>;
