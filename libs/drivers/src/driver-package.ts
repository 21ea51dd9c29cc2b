import type { AnyDriver } from './driver.js';
import type { DriverSamples } from './driver-samples.js';
import type { KindField, KindTable } from './kind-table.js';

/** The version of what a package and the programs expect of each other. */
export const driverKitVersion = 1;

/** What the default export of an npm package with drivers is. */
export interface DriverPackage {
  readonly driverKit: typeof driverKitVersion;
  readonly drivers: readonly AnyDriver[];
  /** The kinds of links that these drivers ask for and that the core does not know. */
  readonly linkKinds: readonly KindTable[];
  /** By which `hercules driver check` checks the drivers; absent: it can't. */
  readonly samples?: readonly DriverSamples[];
}

export function driverPackage(
  drivers: readonly AnyDriver[],
  linkKinds: readonly KindTable[] = [],
  samples: readonly DriverSamples[] = [],
): Required<DriverPackage> {
  return { driverKit: driverKitVersion, drivers, linkKinds, samples };
}

/** Why a value is no such package, in words that a sentence can end with; undefined: it is one. */
export function packageFault(value: unknown): string | undefined {
  if (!isObject(value)) return 'its default export is not what driverPackage() gives';
  const { driverKit, drivers, linkKinds, samples = [] } = value;
  if (driverKit !== driverKitVersion) {
    return `it is made for version ${String(driverKit)} of the driver kit, this program has version ${driverKitVersion}`;
  }
  if (!Array.isArray(drivers) || !Array.isArray(linkKinds) || !Array.isArray(samples)) {
    return "'drivers', 'linkKinds' and 'samples' must be lists";
  }
  return (
    first(drivers.map(driverFault)) ??
    first(linkKinds.map(kindFault)) ??
    first(samples.map(samplesFault))
  );
}

function driverFault(driver: unknown, index: number): string | undefined {
  if (!isObject(driver)) return `drivers[${index}] is no driver`;
  const texts = ['type', 'title'].filter((name) => typeof driver[name] !== 'string');
  const calls = ['jsonSchema', 'read'].filter((name) => typeof driver[name] !== 'function');
  const missing = [...texts, ...calls];
  if (missing.length > 0) {
    return `drivers[${index}] has no ${missing.join(', ')}: close it with closeDriver()`;
  }
  return workloadType.test(String(driver['type']))
    ? undefined
    : `'${String(driver['type'])}' is no workload type: use small letters, digits and '-'`;
}

function samplesFault(samples: unknown, index: number): string | undefined {
  if (!isObject(samples)) return `samples[${index}] are no samples`;
  const lists = ['good', 'bad', 'changes'].filter((name) => !Array.isArray(samples[name]));
  const missing = [
    ...(typeof samples['type'] === 'string' ? [] : ['type']),
    ...lists,
    ...(typeof samples['grown'] === 'function' ? [] : ['grown']),
  ];
  return missing.length === 0 ? undefined : `samples[${index}] have no ${missing.join(', ')}`;
}

const workloadType = /^[a-z][a-z0-9-]{0,31}$/;

/** Kinds for which the core has words of its own. */
const ownKinds = new Set(['bond', 'bridge', 'vlan', 'vrf', 'vxlan', 'xfrm']);
const mostAttribute = 0x3fff;

function kindFault(kind: unknown, index: number): string | undefined {
  if (!isObject(kind) || typeof kind['kernelKind'] !== 'string' || !isObject(kind['fields'])) {
    return `linkKinds[${index}] is no table of a link kind`;
  }
  const { kernelKind } = kind;
  if (ownKinds.has(kernelKind)) return `links of kind '${kernelKind}' are the core's own`;
  const { fields, unique = [] } = kind as unknown as KindTable;
  const unknown = unique.find((name) => !Object.hasOwn(fields, name));
  if (unknown !== undefined) return `link kind '${kernelKind}' has no field '${unknown}'`;
  return fieldsFault(kernelKind, fields);
}

function fieldsFault(kind: string, fields: KindTable['fields']): string | undefined {
  const numbers = Object.values(fields).flatMap(attributesOf);
  const odd = numbers.find((number) => !(number >= 1 && number <= mostAttribute));
  if (odd !== undefined) return `link kind '${kind}' has an attribute of number ${odd}`;
  const twice = numbers.find((number, index) => numbers.indexOf(number) !== index);
  return twice === undefined ? undefined : `link kind '${kind}' has attribute ${twice} twice`;
}

function attributesOf(field: KindField): readonly number[] {
  return field.type === 'ip' ? Object.values(field.attributes) : [field.attribute];
}

function first(faults: readonly (string | undefined)[]): string | undefined {
  return faults.find((fault) => fault !== undefined);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
