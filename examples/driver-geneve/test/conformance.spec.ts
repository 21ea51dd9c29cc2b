import { conformanceChecks } from 'hercules-connect/driver-kit/conformance';
import content from '../src/index.js';
import { geneveSamples } from '../src/geneve-samples.js';

const checks = content.drivers.flatMap((driver) => conformanceChecks(driver, geneveSamples));

it.each(checks.map(({ name, run }) => [name, run] as const))('%s', async (_, run) => {
  await expect(run()).resolves.toBeUndefined();
});
