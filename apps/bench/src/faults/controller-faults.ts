import { openDemoSite } from '#apps/demo';
import { ContractUnderFire } from './contract-under-fire.js';
import { counted, noFaults, type FaultCount } from './fault-count.js';
import { strikes } from './controller-strikes.js';

/**
 * The controller's process is killed at every stage of a rollout and started again on its data. Each host must end as
 * the old or as the new version wants it, and the controller must know which; each host counts as one ending.
 */
export async function faultsOfController(tell: (text: string) => void): Promise<FaultCount> {
  const site = await openDemoSite();
  try {
    const contract = await ContractUnderFire.bringAbout(site);
    let count = noFaults;
    for (const strike of strikes) {
      const endings = await contract.endingsOf(strike);
      for (const ending of endings) count = counted(count, ending);
      tell(`controller killed ${strike.when}: ${endings.join(', ')}`);
    }
    return count;
  } finally {
    await site.close();
  }
}
