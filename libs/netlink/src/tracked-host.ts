import type { Capabilities, HostState, KindTables, Operation } from '#drivers';
import { Exclusive, type HostPort, type OperationOutcome } from '#engine';
import { ChangeBell } from './change-bell.js';
import { HostMirror } from './host-mirror.js';
import { isMostOf, refreshAll, refreshParts } from './host-refresh.js';
import type { HostReader } from './host-reader.js';
import { KernelHost } from './kernel-host.js';
import type { BeforeUp } from './link-creation.js';
import { hasUnexpectedChange } from './unexpected-changes.js';
import { isNothing, UnreadChanges, type Unread } from './unread-changes.js';
import { watchHost, type HostEvent, type Watch } from './watch.js';

/** A host of which single parts can be read. */
export interface ReadableHost extends Pick<HostPort, 'apply' | 'writes'> {
  readonly reader: Omit<HostReader, 'linkTable'>;
  /** Absent: nothing is known. */
  readonly capabilities?: Capabilities;
  know(state: HostState): void;
  close(): void;
}

export interface TrackedHostOptions {
  /** Milliseconds after which a look at a host where nothing happens reads all of it; absent: 30 seconds. */
  readonly wholeAfter?: number;
  /** Kinds of links that third-party drivers have declared; absent: none. */
  readonly kinds?: KindTables;
  readonly watch?: (listener: (event: HostEvent) => void) => Promise<Watch>;
  /** Told of links that were made, before they come up. */
  readonly beforeUp?: BeforeUp;
  /** What else is known of what the host can do, besides what its kernel says. */
  readonly capabilities?: Capabilities;
}

/** Bytes: a tenth of a second of ten thousand links coming up a second, several times over. */
const receiveBuffer = 32 * 1024 * 1024;
const defaultWholeAfter = 30_000;
/** A host where something happens all the time is read as a whole so many times less often. */
const busyFactor = 10;
/** Milliseconds that an observation waits for events which are on their way. */
const patience = 20;

/**
 * A host that is watched, so that an observation reads only what may have changed since the last one. What the kernel
 * keeps silent about is seen later, at a reading of the whole host: switches, marks and options of links that are down
 * where those are many, and routes that go with their next-hop object.
 */
export class TrackedHost implements HostPort {
  readonly #mirror: HostMirror;
  readonly #unread = new UnreadChanges();
  readonly #bell = new ChangeBell(() => this.#isOwed || !this.#unread.isEmpty);
  readonly #wholeAfter: number;
  readonly #openWatch: (listener: (event: HostEvent) => void) => Promise<Watch>;
  #watch: Watch | undefined;
  #closed = false;
  readonly #turns = new Exclusive();
  #readWhole = -Infinity;
  /** When also trunks were last looked through for static entries of others. */
  #readDeep = -Infinity;
  /** Our operations since the last observation. */
  #written: Operation[] = [];
  /** A change was seen that whoever looked did not look for. */
  #isOwed = false;

  /** Throws NetlinkError, or the system's error where the machine has no rtnetlink. */
  static async open(options: TrackedHostOptions = {}): Promise<TrackedHost> {
    return new TrackedHost(await KernelHost.open(options.kinds, options.beforeUp), options);
  }

  constructor(
    private readonly host: ReadableHost,
    options: TrackedHostOptions = {},
  ) {
    this.#mirror = new HostMirror(
      options.capabilities === undefined
        ? host.capabilities
        : { ...host.capabilities, ...options.capabilities },
    );
    this.#wholeAfter = options.wholeAfter ?? defaultWholeAfter;
    this.#openWatch = options.watch ?? ((listener) => watchHost(listener, { receiveBuffer }));
    this.#unread.addEverything();
  }

  get writes(): number {
    return this.host.writes;
  }

  /** Tables read since the start. */
  get dumps(): number {
    return this.host.reader.dumps;
  }

  /** Links and forwarding tables of single links that were read since the start. */
  get rereads(): number {
    return this.host.reader.rereads;
  }

  /** The very same object as before where nothing changed. Sees every change that was made before the call. */
  observe(): Promise<HostState> {
    return this.#inTurn(() => this.#observe());
  }

  /** Names mean the links of the last observation and those made since. */
  apply(operations: readonly Operation[]): Promise<readonly OperationOutcome[]> {
    return this.#inTurn(async () => {
      if (this.#readWhole === -Infinity) await this.#observe();
      this.#unread.addOperations(operations);
      this.#written.push(...operations);
      return this.host.apply(operations);
    });
  }

  /**
   * Tells that the host may have changed, once for many changes, and not of what an observation has seen since, unless
   * that one followed our own writing and so looked for something else. Answers with how to stop.
   */
  onChange(listener: () => void): () => void {
    this.#bell.listen(() => {
      this.#isOwed = false;
      listener();
    });
    return () => {
      this.#bell.listen(() => undefined);
    };
  }

  close(): void {
    this.#closed = true;
    this.#bell.close();
    this.#watch?.close();
    this.host.close();
  }

  #inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    return this.#turns.run(() => this.#bell.hold(work));
  }

  async #observe(): Promise<HostState> {
    const watch = await this.#watching();
    await watch.caughtUp(patience);
    const unread = this.#unread.take();
    const written = this.#written;
    this.#written = [];
    const before = this.#mirror.state;
    try {
      const isDeep = !watch.tellsChanges || this.#isOlder(this.#readDeep, unread);
      const isWhole = isDeep || this.#isWholeDue(unread);
      if (isWhole || !(await refreshParts(this.#mirror, this.host.reader, unread))) {
        await this.#readAll(isDeep ? undefined : unread);
      }
    } catch (cause) {
      this.#unread.addEverything();
      throw cause;
    }
    const { state } = this.#mirror;
    if (written.length > 0 || state.links !== before.links) this.host.know(state);
    if (written.length > 0) this.#isOwed ||= hasUnexpectedChange(before, state, written);
    return state;
  }

  #isWholeDue(unread: Unread): boolean {
    return this.#isOlder(this.#readWhole, unread) || isMostOf(unread, this.#mirror.state);
  }

  #isOlder(reading: number, unread: Unread): boolean {
    const longest = this.#wholeAfter * (isNothing(unread) ? 1 : busyFactor);
    return performance.now() - reading > longest;
  }

  /** @param unread absent: what trunks have is not known */
  async #readAll(unread: Unread | undefined): Promise<void> {
    const begin = performance.now();
    await refreshAll(this.#mirror, this.host.reader, unread);
    this.#readWhole = begin;
    if (unread === undefined) this.#readDeep = begin;
  }

  /** A watch that failed is replaced; whatever happened meanwhile is unknown. */
  async #watching(): Promise<Watch> {
    if (this.#watch === undefined) {
      this.#watch = await this.#openWatch((event) => {
        this.#hear(event);
      });
      this.#unread.addEverything();
      if (this.#closed) this.#watch.close();
    }
    return this.#watch;
  }

  #hear(event: HostEvent): void {
    if (this.#closed) return;
    if (event.type === 'failed') {
      this.#watch?.close();
      this.#watch = undefined;
    }
    this.#unread.addEvent(event);
    this.#bell.note();
  }
}
