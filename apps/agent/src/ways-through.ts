import type { Contract } from '#contract';
import { rememberByObject, type DriverRegistry } from '#drivers';
import type { ServiceHealth } from '#engine';

/** Of each workload that sends through others their names: a segment, and the tunnels that carry it. */
export type WaysThrough = (contract: Contract) => ReadonlyMap<string, readonly string[]>;

export function waysThrough(registry: DriverRegistry): WaysThrough {
  return rememberByObject(
    ({ workloads }: Contract) =>
      new Map(
        workloads.flatMap(({ name, type, data }) => {
          const read = registry.find(type)?.read(data);
          const through = read?.ok === true ? read.value.through : [];
          return through.length === 0 ? [] : [[name, through] as const];
        }),
      ),
  );
}

const weight = { working: 0, degraded: 1, starting: 2, failed: 3 } as const satisfies Record<
  ServiceHealth['state'],
  number
>;

/** Adds those who send through something else: they work as the worst of what carries them does. */
export function withRiders(
  health: readonly ServiceHealth[],
  contracts: Iterable<Contract>,
  waysOf: WaysThrough,
): readonly ServiceHealth[] {
  if (health.length === 0) return health;
  const riders = [...contracts].flatMap((contract) =>
    [...waysOf(contract)].flatMap(([workload, through]) => {
      const owner = { contract: contract.contractId, workload };
      return riderHealth(owner, health.filter(carries(owner.contract, through)));
    }),
  );
  return [...health, ...riders];
}

function carries(contract: string, through: readonly string[]): (one: ServiceHealth) => boolean {
  return ({ owner }) => owner.contract === contract && through.includes(owner.workload);
}

/** Tunnels of other hosts are no matter of this one. */
function riderHealth(
  owner: ServiceHealth['owner'],
  carriers: readonly ServiceHealth[],
): readonly ServiceHealth[] {
  const [first, ...others] = carriers;
  if (first === undefined) return [];
  const worst = others.reduce(
    (bad, one) => (weight[one.state] > weight[bad.state] ? one : bad),
    first,
  );
  const { state, message } = worst;
  if (state === 'working') {
    return [{ owner, state, reason: 'carried', message: 'what carries it works' }];
  }
  const wait = `this waits for '${worst.owner.workload}': ${message}`;
  return [{ owner, state, reason: 'waits-for-tunnel', message: wait }];
}
