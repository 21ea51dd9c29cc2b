import { z } from 'zod';
import { coded } from './schema-problems.js';

declare const brand: unique symbol;
interface Brand<Name extends string> {
  readonly [brand]: Name;
}

/** `sha256:` and 64 hexadecimal digits, over the exact payload bytes of a document. */
export type Digest = string & Brand<'Digest'>;
/** Charter name of a host, a person or team, or a workload: lower-case letters, digits, dots and dashes. */
export type NodeId = string & Brand<'NodeId'>;
export type PrincipalId = string & Brand<'PrincipalId'>;
export type WorkloadName = string & Brand<'WorkloadName'>;
/** 26 Crockford base32 characters (https://github.com/ulid/spec). */
export type ContractId = string & Brand<'ContractId'>;
export type CharterId = string & Brand<'CharterId'>;
/** RFC 7638 thumbprint of a public key: 43 base64url characters. */
export type KeyId = string & Brand<'KeyId'>;

const namePattern = /^[a-z0-9]([a-z0-9.-]{0,61}[a-z0-9])?$/;
const ulidPattern = /^[0-7][0-9A-HJKMNP-TV-Z]{25}$/;

function named<Type extends string>(what: string): z.ZodType<Type> {
  return z
    .string()
    .refine(
      (text) => namePattern.test(text),
      coded(
        'name-invalid',
        `a ${what} has 1 to 63 lower-case letters, digits, dots or dashes and begins and ends with a letter or digit`,
      ),
    )
    .meta({ pattern: namePattern.source }) as unknown as z.ZodType<Type>;
}

function ulid<Type extends string>(what: string): z.ZodType<Type> {
  return z
    .string()
    .refine(
      (text) => ulidPattern.test(text),
      coded('identifier-invalid', `a ${what} is a ULID: 26 characters of Crockford base32`),
    )
    .meta({ pattern: ulidPattern.source }) as unknown as z.ZodType<Type>;
}

export const nodeId = named<NodeId>('node id');
export const principalId = named<PrincipalId>('principal id');
export const workloadName = named<WorkloadName>('workload name');
export const tenantName = named<string>('tenant name');
export const roleName = named<string>('role');
export const contractId = ulid<ContractId>('contract id');
export const charterId = ulid<CharterId>('charter id');

const digestPattern = /^sha256:[0-9a-f]{64}$/;
export const digest = z
  .string()
  .refine(
    (text) => digestPattern.test(text),
    coded('digest-invalid', "a digest is 'sha256:' and 64 lower-case hexadecimal digits"),
  )
  .meta({ pattern: digestPattern.source }) as unknown as z.ZodType<Digest>;

const keyIdPattern = /^[A-Za-z0-9_-]{43}$/;
export const keyId = z
  .string()
  .refine(
    (text) => keyIdPattern.test(text),
    coded('identifier-invalid', 'a key id is the RFC 7638 thumbprint of the key, 43 characters'),
  )
  .meta({ pattern: keyIdPattern.source }) as unknown as z.ZodType<KeyId>;

const instantPattern = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,3})?Z$/;

/** `Date.parse` takes 30 February for 2 March and 24:00 for the next day; RFC 3339 has neither. */
function isInstant(text: string): boolean {
  const time = instantPattern.test(text) ? Date.parse(text) : Number.NaN;
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text.slice(0, 19));
}

/** An RFC 3339 time in UTC, kept as it was written. */
export const instant = z
  .string()
  .refine(
    isInstant,
    coded('time-invalid', "a time is RFC 3339 in UTC, as in '2026-11-20T08:00:00Z'"),
  )
  .meta({ format: 'date-time' });

export const version = z
  .int()
  .refine((value) => value >= 1, coded('value-invalid', 'a version counts from 1'))
  .meta({ minimum: 1 });

/** A list of which no two entries may have the same key. */
export function distinct<Item>(
  item: z.ZodType<Item>,
  key: (entry: Item) => string,
  what: string,
): z.ZodType<readonly Item[]> {
  return z.array(item).superRefine((entries, context) => {
    const seen = new Set<string>();
    entries.forEach((entry, index) => {
      const name = key(entry);
      if (seen.has(name)) {
        context.addIssue({
          code: 'custom',
          path: [index],
          message: `${what} '${name}' stands here twice`,
          params: { code: 'duplicate-entry' },
        });
      }
      seen.add(name);
    });
  });
}
