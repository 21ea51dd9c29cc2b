import { driverNames, loadCatalogue } from '#catalog';
import { createRegistry, type DriverRegistry } from '#drivers';

/** The drivers by which contracts are checked without a controller: ours, and those that the settings name. */
export async function knownDrivers(
  environment: Readonly<Record<string, string | undefined>>,
): Promise<DriverRegistry> {
  const { drivers } = await loadCatalogue(driverNames(undefined, environment));
  return createRegistry(drivers);
}
