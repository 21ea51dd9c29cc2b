import type { AnyDriver, DriverSamples } from '#drivers';
import type { HostPort } from '#engine';
import {
  growsLinearly,
  isDeterministic,
  isTraceable,
  keepsSecrets,
  schemaAgrees,
} from './data-checks.js';
import { changesAsDeclared, leavesNothing, modelHost, survivesFaults } from './host-checks.js';

/** One thing that every driver must do. */
export interface ConformanceCheck {
  /** A sentence whose subject is the driver. */
  readonly name: string;
  /** Rejects with a Complaint. */
  readonly run: () => Promise<void>;
}

/** What every driver must do, on a model of a host. */
export function conformanceChecks(
  driver: AnyDriver,
  samples: DriverSamples,
): readonly ConformanceCheck[] {
  const pure = (check: (driver: AnyDriver, samples: DriverSamples) => void) => (): Promise<void> =>
    Promise.resolve().then(() => {
      check(driver, samples);
    });
  return [
    { name: 'accepts what its schema allows, and refuses at the place', run: pure(schemaAgrees) },
    { name: 'gives the same resources for the same data', run: pure(isDeterministic) },
    { name: 'says whose every object is and what asked for it', run: pure(isTraceable) },
    { name: 'repeats nothing of the data in a problem', run: pure(keepsSecrets) },
    { name: 'asks for no more than in proportion to the data', run: pure(growsLinearly) },
    { name: 'is undone whichever operation fails', run: () => survivesFaults(driver, samples) },
    ...hostChecks(driver, samples, (test) => test(modelHost(samples.host))),
  ];
}

/** What every driver must do on any host, the kernel's too: each check on a bare one of its own. */
export function hostChecks(
  driver: AnyDriver,
  samples: DriverSamples,
  onHost: (test: (host: HostPort) => Promise<void>) => Promise<void>,
): readonly ConformanceCheck[] {
  return [
    {
      name: 'writes nothing twice, and leaves nothing',
      run: () => onHost((host) => leavesNothing(driver, samples, host)),
    },
    ...samples.changes.map((change) => ({
      name: `changes ${change.how}: ${change.what}`,
      run: () => onHost((host) => changesAsDeclared(driver, change, host)),
    })),
  ];
}
