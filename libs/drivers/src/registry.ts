import type { AnyDriver } from './driver.js';

/** The drivers of one program: a value, made from an explicit list in one place. */
export interface DriverRegistry {
  readonly drivers: readonly AnyDriver[];
  find(type: string): AnyDriver | undefined;
}

/** @throws Error when two drivers claim one type: a mistake of whoever composed the program. */
export function createRegistry(drivers: readonly AnyDriver[]): DriverRegistry {
  const byType = new Map<string, AnyDriver>();
  for (const driver of drivers) {
    if (byType.has(driver.type)) {
      throw new Error(
        `two drivers claim the workload type '${driver.type}': name only one of them`,
      );
    }
    byType.set(driver.type, driver);
  }
  return { drivers, find: (type) => byType.get(type) };
}
