import type { Clock } from '#engine';
import type { Repositories, Store } from '#store';
import type { Doorbell } from './doorbell.js';

/** Everything that the event stream can tell. */
export const eventTypes = [
  'charter.accepted',
  'contract.received',
  'contract.signed',
  'contract.approved',
  'contract.confirmed',
  'contract.retried',
  'contract.drifted',
  'contract.repaired',
  'contract.check-failed',
  'contract.check-passed',
  'contract.active',
  'contract.degraded',
  'contract.waiting',
  'contract.disabled',
  'contract.superseded',
  'node.joined',
  'node.seen',
  'report.received',
  'operation.updated',
] as const;
export type EventType = (typeof eventTypes)[number];

/** The bell that rings when events were added. */
export const eventBell = 'events';

/** The bell that rings when something else is wanted of a host. */
export function nodeBell(node: string): string {
  return `node ${node}`;
}

export interface Happening {
  readonly type: EventType;
  /** What it happened to: `contract 01J…`, `node host-a`. */
  readonly subject: string;
  readonly data?: Readonly<Record<string, unknown>>;
}

/** What happened and is kept. */
export type Told = Required<Happening> & { readonly actor: string };

/** One change of the store: its repositories, its one time, and what it will have told when it is done. */
export interface Unit extends Repositories {
  /** The time of everything in this unit, as it is stored. */
  readonly now: Date;
  readonly at: string;
  /** The trace that this belongs to (W3C Trace Context); undefined: nobody listens. */
  readonly traceparent: string | undefined;
  /** Tells an event, in the same transaction as the change itself. */
  tell(happening: Happening): Promise<void>;
  /** Rings a bell when the change is kept. */
  ringAfterwards(bell: string): void;
}

/** The only way in which the controller changes what it knows: change and event together, or neither. */
export class Journal {
  readonly #told = new Map<EventType, number>(eventTypes.map((type) => [type, 0]));

  constructor(
    private readonly store: Store,
    private readonly doorbell: Doorbell,
    private readonly clock: Clock,
    private readonly onTold: (event: Told) => void = () => undefined,
    private readonly traceparent: () => string | undefined = () => undefined,
  ) {}

  /** Events told since the controller started, by type. */
  get told(): ReadonlyMap<EventType, number> {
    return this.#told;
  }

  async change<T>(actor: string, work: (unit: Unit) => Promise<T>): Promise<T> {
    const bells = new Set<string>();
    const told: Told[] = [];
    const now = this.clock.now();
    const at = now.toISOString();
    const traceparent = this.traceparent();
    const result = await this.store.transaction((repositories) =>
      work({
        ...repositories,
        now,
        at,
        traceparent,
        tell: async ({ type, subject, data = {} }) => {
          await repositories.events.append({ time: at, type, subject, actor, data });
          bells.add(eventBell);
          told.push({ type, subject, data, actor });
        },
        ringAfterwards: (bell) => bells.add(bell),
      }),
    );
    for (const event of told) {
      this.#told.set(event.type, (this.#told.get(event.type) ?? 0) + 1);
      this.onTold(event);
    }
    for (const bell of bells) this.doorbell.ring(bell);
    return result;
  }
}
