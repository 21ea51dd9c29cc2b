import { builtInDrivers, builtInSamples } from '#catalog';
import { conformanceChecks } from '#conformance';

it('every driver of ours has samples', () => {
  const types = builtInDrivers.map(({ type }) => type);
  expect(builtInSamples.map(({ type }) => type).toSorted()).toEqual(types.toSorted());
});

describe.each(builtInSamples.map((samples) => [samples.type, samples] as const))(
  'the driver of type %s',
  (type, samples) => {
    const driver = builtInDrivers.find((entry) => entry.type === type);
    if (driver === undefined) throw new Error(`no driver reads '${type}'`);

    it.each(conformanceChecks(driver, samples).map(({ name, run }) => [name, run] as const))(
      '%s',
      async (_, run) => {
        await expect(run()).resolves.toBeUndefined();
      },
    );
  },
);
