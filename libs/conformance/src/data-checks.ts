import { z } from 'zod';
import { isContractProblemCode, type Problem } from '#contract';
import { driverProblemCodes, type AnyDriver, type DriverSamples } from '#drivers';
import { complain, mustEqual } from './complaint.js';
import { wantedOf } from './trial-site.js';

/** JSON Schema and `read` must say the same of the samples, and of good ones with a member too many. */
export function schemaAgrees(driver: AnyDriver, { good, bad }: DriverSamples): void {
  const schema = z.fromJSONSchema(driver.jsonSchema() as z.core.JSONSchema.JSONSchema);
  for (const data of good) {
    const read = driver.read(data);
    if (!read.ok) complain('good data is refused', read.problems);
    const checked = schema.safeParse(data);
    if (!checked.success) complain('the schema refuses good data', checked.error.issues);
    const more = { ...data, hasNoMeaning: true };
    if (driver.read(more).ok) complain("a member 'hasNoMeaning' is taken without a word");
    if (schema.safeParse(more).success) complain("the schema allows a member 'hasNoMeaning'");
  }
  for (const { data, path } of bad) refusesAt(driver, data, path);
}

function refusesAt(driver: AnyDriver, data: unknown, path: string): void {
  const read = driver.read(data);
  if (read.ok) complain('bad data is accepted', data);
  const paths = read.problems.map((problem) => problem.path);
  if (!paths.includes(path)) complain(`bad data is not refused at '${path}'`, read.problems);
  for (const problem of read.problems) isNamed(driver.type, problem);
}

const driverCodes: ReadonlySet<string> = new Set(driverProblemCodes);

function isNamed(type: string, { code, detail }: Problem): void {
  const isKnown = driverCodes.has(code) || isContractProblemCode(code);
  if (!isKnown && !code.startsWith(`${type}.`)) {
    complain(`the code '${code}' is neither known nor begins with '${type}.'`);
  }
  if (!/^(['a-z0-9]|[A-Z]{2})/.test(detail))
    complain('a detail begins with a small letter', detail);
}

/** The same data gives the same resources, in whatever order its members are written. */
export function isDeterministic(driver: AnyDriver, { good }: DriverSamples): void {
  for (const data of good) {
    const wanted = wantedOf(driver, data);
    mustEqual(wantedOf(driver, data), wanted, 'the same data gives other resources');
    mustEqual(wantedOf(driver, turned(data)), wanted, 'another order of members gives others');
  }
}

function turned(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(turned);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([name, member]) => [name, turned(member)] as const);
  return Object.fromEntries(entries.reverse());
}

/** Every object carries its owner and the place in the data that asked for it. */
export function isTraceable(driver: AnyDriver, { good }: DriverSamples): void {
  for (const data of good) {
    const own = wantedOf(driver, data).filter(({ path }) => path.startsWith('/workloads/1'));
    if (own.length === 0) complain('a sample asks for nothing on host-a', data);
    for (const { resource, path } of own) {
      if (resource.owner?.workload !== 'sample') complain('a resource has no owner', resource);
      if (!stands(data, path.replace('/workloads/1/data', ''))) {
        complain(`a resource has a path that is not in the data: ${path}`);
      }
    }
  }
}

function stands(value: unknown, path: string): boolean {
  const steps = path.split('/').slice(1);
  let at = value;
  for (const step of steps) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, step)) return false;
    at = Reflect.get(at, step);
  }
  return true;
}

/** What a problem repeats ends up in logs: data with a secret in any place is refused without it. */
export function keepsSecrets(driver: AnyDriver, { good, bad }: DriverSamples): void {
  const secret = 'S3CRET planted in the data';
  for (const data of [...good, ...bad.map((entry) => entry.data)]) {
    for (const planted of plantings(data, secret)) {
      const read = driver.read(planted);
      if (!read.ok && JSON.stringify(read.problems).includes(secret)) {
        complain('a problem repeats what stands in the data', read.problems);
      }
    }
  }
}

/** The data once for each value in it, with the secret in the place of the value. */
function plantings(value: unknown, secret: string): readonly unknown[] {
  if (typeof value !== 'object' || value === null) return [secret];
  if (Array.isArray(value)) {
    const entries: readonly unknown[] = value;
    return entries.flatMap((entry, index) =>
      plantings(entry, secret).map((planted) => entries.with(index, planted)),
    );
  }
  return Object.entries(value).flatMap(([name, member]) =>
    plantings(member, secret).map((planted) => ({ ...value, [name]: planted })),
  );
}

/** Twice the members, at most twice the resources and a few more. */
export function growsLinearly(driver: AnyDriver, { grown }: DriverSamples): void {
  const counted = [100, 200, 400].map((count) => wantedOf(driver, grown(count)).length);
  const [some = 0, twice = 0, fourTimes = 0] = counted;
  if (twice > 2 * some + 2 || fourTimes > 2 * twice + 2) {
    complain('the number of resources grows faster than the data', counted);
  }
}
