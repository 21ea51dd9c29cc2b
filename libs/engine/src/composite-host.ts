import {
  identityOf,
  type HostState,
  type Operation,
  type ProvidedState,
  type ProvidedType,
  type Resource,
} from '#drivers';
import type {
  HostPort,
  HostProvider,
  OperationOutcome,
  ServiceHealth,
  WatchedHost,
} from './ports.js';

type Parts = readonly [HostState, ...ProvidedState[]];

/**
 * One host port of several that share the work: the kernel's routing sockets, and a provider for each other family.
 * Operations go on in the order of the plan: those next to each other that are for one of them stay one batch.
 */
export class CompositeHost implements WatchedHost {
  readonly #byType: ReadonlyMap<Resource['type'], HostProvider>;
  #parts: Parts | undefined;
  #state: HostState | undefined;

  constructor(
    private readonly base: WatchedHost,
    private readonly providers: readonly HostProvider[],
  ) {
    this.#byType = new Map(
      providers.flatMap((provider) => provider.types.map((type) => [type, provider] as const)),
    );
  }

  get writes(): number {
    return this.providers.reduce((sum, { writes }) => sum + writes, this.base.writes);
  }

  /** The very same object as before where every part is the same. */
  async observe(): Promise<HostState> {
    const parts: Parts = [
      await this.base.observe(),
      ...(await Promise.all(this.providers.map((provider) => provider.observe()))),
    ];
    const known = this.#parts;
    if (this.#state === undefined || parts.some((part, index) => part !== known?.[index])) {
      this.#state = Object.assign({}, ...parts) as HostState;
    }
    this.#parts = parts;
    return this.#state;
  }

  async apply(operations: readonly Operation[]): Promise<readonly OperationOutcome[]> {
    const outcomes: OperationOutcome[] = [];
    for (const { host, run } of this.runsOf(operations)) outcomes.push(...(await host.apply(run)));
    return outcomes;
  }

  health(): readonly ServiceHealth[] {
    return this.providers.flatMap((provider) => provider.health?.() ?? []);
  }

  onChange(listener: () => void): () => void {
    const stops = [this.base, ...this.providers].map((host) => host.onChange(listener));
    return () => {
      for (const stop of stops) stop();
    };
  }

  close(): void {
    for (const host of [this.base, ...this.providers]) host.close();
  }

  private runsOf(operations: readonly Operation[]): readonly Run[] {
    const runs: Run[] = [];
    for (const operation of operations) {
      const host = this.hostOf(operation);
      const current = runs.at(-1);
      if (current?.host === host) current.run.push(operation);
      else runs.push({ host, run: [operation] });
    }
    return runs;
  }

  private hostOf({ after, before }: Operation): Pick<HostPort, 'apply'> {
    const type = (after ?? before)?.type;
    return (type && this.#byType.get(type)) ?? this.base;
  }
}

interface Run {
  readonly host: Pick<HostPort, 'apply'>;
  readonly run: Operation[];
}

/** A list of one family in the order that every reading has. */
export function sortedByIdentity<Entry extends Resource & { readonly type: ProvidedType }>(
  entries: readonly Entry[],
): readonly Entry[] {
  return entries.toSorted((left, right) => (identityOf(left) < identityOf(right) ? -1 : 1));
}
