import { builtInDrivers } from '#catalog';
import { createRegistry, type DriverRegistry } from '#drivers';

/** The drivers by which contracts are checked without a controller. */
export const knownDrivers: DriverRegistry = createRegistry(builtInDrivers);
