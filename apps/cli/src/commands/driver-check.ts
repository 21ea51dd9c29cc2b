import { CatalogueError, catalogueOf, driverNames, loadCatalogue, loadPackage } from '#catalog';
import { conformanceChecks } from '#conformance';
import type { AnyDriver, DriverSamples } from '#drivers';
import { CliError } from '../cli-error.js';
import {
  driverCheckView,
  type CheckedDriver,
  type CheckResult,
} from '../output/driver-check-view.js';
import { formatted } from '../output/formatted.js';
import type { Session } from '../session.js';

interface CheckOptions {
  readonly json?: true;
}

/** What is to be checked, and by what. */
interface Checked {
  readonly drivers: readonly AnyDriver[];
  readonly samples: readonly DriverSamples[];
}

export async function checkDrivers(
  session: Session,
  name: string,
  { json }: CheckOptions,
): Promise<void> {
  const { drivers, samples } = await checkedBy(name, session.io.env);
  const answers: CheckedDriver[] = [];
  for (const driver of drivers) answers.push(await checkDriver(driver, samples));
  const failed = answers.flatMap(({ checks }) => checks.filter(({ passed }) => !passed)).length;
  const value = { passed: failed === 0, drivers: answers };
  const view = (): string => driverCheckView(answers, session.paint);
  if (json === true) session.io.stdout.write(formatted('json', value, view));
  else session.print(value, view);
  if (failed === 0) return;
  const which = failed === 1 ? 'a check' : `${failed} checks`;
  throw new CliError('failed', `${which} of '${name}' failed: mend the driver, or its samples`);
}

async function checkedBy(name: string, environment: Session['io']['env']): Promise<Checked> {
  try {
    const known = await loadCatalogue(driverNames(undefined, environment));
    const drivers = known.drivers.filter(({ type }) => type === name);
    if (drivers.length > 0) return { drivers, samples: known.samples };
    const loaded = await loadPackage(name);
    catalogueOf([loaded]);
    return { samples: [], ...loaded.content };
  } catch (cause) {
    if (!(cause instanceof CatalogueError)) throw cause;
    const code = cause.code === 'driver-not-found' ? 'not-found' : 'refused';
    throw new CliError(code, cause.message, { cause });
  }
}

async function checkDriver(
  driver: AnyDriver,
  samples: readonly DriverSamples[],
): Promise<CheckedDriver> {
  const { type, title } = driver;
  const own = samples.find((entry) => entry.type === type);
  if (own === undefined) return { type, title, checks: [withoutSamples] };
  const checks: CheckResult[] = [];
  for (const { name, run } of conformanceChecks(driver, own)) {
    checks.push(
      await run().then(
        () => ({ name, passed: true }),
        (cause: unknown) => failure(name, cause),
      ),
    );
  }
  return { type, title, checks };
}

const withoutSamples: CheckResult = {
  name: 'has samples to check it by',
  passed: false,
  detail: 'nothing can be tried without: give driverPackage() the samples of this type',
};

/** A driver that throws has failed as well as one about which there is a complaint. */
function failure(name: string, cause: unknown): CheckResult {
  const detail = cause instanceof Error ? cause.message : String(cause);
  return { name, passed: false, detail };
}
