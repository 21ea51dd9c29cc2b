import { bondDriver } from '#bond';
import { bridgeDriver } from '#bridge';
import { directDriver } from '#direct';
import { closeDriver, type AnyDriver } from '#drivers';
import { ipsecDriver } from '#ipsec';
import { vlanDriver } from '#vlan';
import { vrfDriver } from '#vrf';
import { vxlanDriver } from '#vxlan';

/** The drivers that every program of ours has: the one list, in which a new technology gets its line. */
export const builtInDrivers: readonly AnyDriver[] = [
  closeDriver(bondDriver),
  closeDriver(bridgeDriver),
  closeDriver(directDriver),
  closeDriver(ipsecDriver),
  closeDriver(vlanDriver),
  closeDriver(vrfDriver),
  closeDriver(vxlanDriver),
];
