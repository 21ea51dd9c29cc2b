import { bridgeDriver } from '#bridge';
import { closeDriver, createRegistry, type DriverRegistry } from '#drivers';
import { vxlanDriver } from '#vxlan';

/** The drivers by which contracts are checked without a controller. */
export const knownDrivers: DriverRegistry = createRegistry([
  closeDriver(bridgeDriver),
  closeDriver(vxlanDriver),
]);
