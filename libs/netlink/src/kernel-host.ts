import type { Capabilities, HostState, KindTables, Operation } from '#drivers';
import type { HostPort, OperationOutcome } from '#engine';
import { Batch } from './batch.js';
import { probeCapabilities } from './capability-probe.js';
import { Conversation } from './conversation.js';
import { HostReader } from './host-reader.js';
import { readHost } from './host-reading.js';
import { HostWriter } from './host-writer.js';
import type { BeforeUp } from './link-creation.js';
import { LinkDirectory } from './link-directory.js';
import { loadTuner } from './socket-options.js';
import { openSocket } from './socket.js';
import { portsGivenStations } from './unread-changes.js';
import { removalOfUnfinished } from './unfinished-links.js';

/**
 * Bytes of the largest acknowledgement: errno, our header, the kernel's words; without socket options our whole request.
 * As many are taken for every acknowledgement, and there are thousands.
 */
const ackSize = 1024;
/** Bytes of the largest answer that tells one link. */
const linkSize = 8 * 1024;
/** The kernel makes the parts of a dump as large as the buffer that waits for them, up to this. */
const dumpPartSize = 32 * 1024;

interface HostParts {
  readonly capabilities: Capabilities;
  readonly kinds: KindTables;
  readonly beforeUp: BeforeUp | undefined;
}

/**
 * The host that this process runs on, in the network namespace in which it is opened. Opening needs no privileges;
 * without CAP_NET_ADMIN every write is refused with EPERM. One call of `observe` or `apply` at a time.
 */
export class KernelHost implements HostPort {
  /** What reads this host, for whoever wants a part of it. */
  readonly reader: HostReader;
  readonly capabilities: Capabilities;
  readonly #links: LinkDirectory;
  readonly #batch: Batch;
  readonly #writer: HostWriter;
  #observed = false;
  /** Ports of bridges that had static entries, or were given some since. */
  #stationed: Set<number> | undefined;

  /**
   * Throws NetlinkError, or the system's error where the machine has no rtnetlink.
   *
   * @param kinds what third-party drivers have declared
   * @param beforeUp told of links that were made, before they come up
   */
  static async open(kinds: KindTables = new Map(), beforeUp?: BeforeUp): Promise<KernelHost> {
    const tuner = await loadTuner();
    const talk = (datagramSize: number, protocol?: number): Conversation =>
      new Conversation(
        openSocket({ datagramSize, ...(protocol !== undefined && { protocol }) }, tuner),
      );
    const capabilities = await probeCapabilities(
      (protocol) => talk(ackSize, protocol),
      kinds.keys(),
    );
    const host = new KernelHost(talk(ackSize), talk(dumpPartSize), talk(linkSize), {
      capabilities,
      kinds,
      beforeUp,
    });
    await host.#removeUnfinished();
    return host;
  }

  private constructor(
    private readonly requests: Conversation,
    private readonly tables: Conversation,
    private readonly answers: Conversation,
    { capabilities, kinds, beforeUp }: HostParts,
  ) {
    this.capabilities = capabilities;
    this.#links = new LinkDirectory(kinds);
    this.reader = new HostReader(tables, answers, kinds);
    this.#batch = new Batch(requests);
    const refresh = async (): Promise<void> => {
      await this.observe();
    };
    this.#writer = new HostWriter(this.#batch, this.#links, refresh, beforeUp);
  }

  /** Messages and switches since the start that asked the kernel to change something. */
  get writes(): number {
    return this.#batch.sent + this.#writer.switched;
  }

  /** Tables read since the start. */
  get dumps(): number {
    return this.reader.dumps;
  }

  async observe(): Promise<HostState> {
    const { capabilities } = this;
    const records = await this.reader.everything(this.#stationed);
    const state = { ...readHost(records), capabilities };
    this.#stationed = new Set(
      records.fdb.flatMap((entry) => ('bridge' in entry ? [entry.link] : [])),
    );
    this.know(state);
    return state;
  }

  /** What an agent left that died while it made a link. */
  async #removeUnfinished(): Promise<void> {
    await this.#batch.run(removalOfUnfinished(await this.reader.linkTable()));
  }

  /** Takes the links of a state that was read elsewise for those that names mean. */
  know({ links }: HostState): void {
    this.#links.replace(links);
    this.#observed = true;
  }

  /** Names mean the links of the last observation and those made since. */
  async apply(operations: readonly Operation[]): Promise<readonly OperationOutcome[]> {
    if (!this.#observed) await this.observe();
    const outcomes = await this.#writer.apply(operations);
    for (const name of portsGivenStations(operations)) {
      this.#stationed?.add(this.#links.indexOf(name) ?? 0);
    }
    return outcomes;
  }

  close(): void {
    this.requests.close();
    this.tables.close();
    this.answers.close();
  }
}
