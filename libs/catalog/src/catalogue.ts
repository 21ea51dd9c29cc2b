import type { AnyDriver, DriverPackage, DriverSamples, KindTable, KindTables } from '#drivers';
import { xfrmKind } from '#ipsec';
import { builtInDrivers } from './built-in-drivers.js';
import { builtInSamples } from './built-in-samples.js';
import { CatalogueError } from './catalogue-error.js';

/** All that a program knows how to make. */
export interface Catalogue {
  readonly drivers: readonly AnyDriver[];
  /** For the adapter: the kinds of links that packages declare. */
  readonly kinds: KindTables;
  /** By which the drivers are checked; a package need not have any. */
  readonly samples: readonly DriverSamples[];
}

/** A package and how the settings name it. */
export interface NamedPackage {
  readonly name: string;
  readonly content: DriverPackage;
}

/** @throws CatalogueError where two packages, or a package and we, claim the same workload type or link kind */
export function catalogueOf(packages: readonly NamedPackage[]): Catalogue {
  const drivers = new Map(builtInDrivers.map((driver) => [driver.type, entry('us', driver)]));
  const kinds = new Map([[xfrmKind.kernelKind, entry<KindTable>('us', xfrmKind)]]);
  for (const { name, content } of packages) {
    for (const driver of content.drivers) {
      add(drivers, driver.type, entry(name, driver), 'workload type');
    }
    for (const kind of content.linkKinds) {
      add(kinds, kind.kernelKind, entry(name, kind), 'link kind');
    }
  }
  return {
    drivers: [...drivers.values()].map(({ value }) => value),
    kinds: new Map([...kinds].map(([word, { value }]) => [word, value])),
    samples: [...builtInSamples, ...packages.flatMap(({ content }) => content.samples ?? [])],
  };
}

interface Entry<Value> {
  readonly from: string;
  readonly value: Value;
}

function entry<Value>(from: string, value: Value): Entry<Value> {
  return { from, value };
}

function add<Value>(
  entries: Map<string, Entry<Value>>,
  key: string,
  added: Entry<Value>,
  what: string,
): void {
  const holder = entries.get(key);
  if (holder !== undefined) {
    const owner = holder.from === 'us' ? 'Hercules Connect itself' : `'${holder.from}'`;
    throw new CatalogueError(
      'driver-duplicate',
      `the driver package '${added.from}' claims the ${what} '${key}', which ${owner} has: name only one of them in 'drivers'`,
    );
  }
  entries.set(key, added);
}
