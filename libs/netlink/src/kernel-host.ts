import type { HostState, Operation } from '#drivers';
import type { HostPort, OperationOutcome } from '#engine';
import { decodeAddress, dumpAddresses } from './address-message.js';
import { Batch } from './batch.js';
import { Conversation } from './conversation.js';
import { Dumper } from './dump.js';
import { decodeFdbEntry, dumpFdb } from './fdb-message.js';
import { readHost } from './host-reading.js';
import { HostWriter } from './host-writer.js';
import { LinkDirectory } from './link-directory.js';
import { decodeLink, dumpLinks, type LinkRecord } from './link-message.js';
import { decodeRoute, dumpRoutes } from './route-message.js';
import { loadTuner } from './socket-options.js';
import { openSocket } from './socket.js';
import { isUnfinished, removalOfUnfinished } from './unfinished-links.js';

/** Bytes of the largest acknowledgement: errno, our header, the kernel's words. */
const ackSize = 4096;
/** The kernel makes the parts of a dump as large as the buffer that waits for them, up to this. */
const dumpPartSize = 32 * 1024;

/**
 * The host that this process runs on, in the network namespace in which it is opened. Opening needs no privileges;
 * without CAP_NET_ADMIN every write is refused with EPERM. One call of `observe` or `apply` at a time.
 */
export class KernelHost implements HostPort {
  readonly #links = new LinkDirectory();
  readonly #dumper: Dumper;
  readonly #batch: Batch;
  readonly #writer: HostWriter;
  #observed = false;

  /** Throws NetlinkError, or the system's error where the machine has no rtnetlink. */
  static async open(): Promise<KernelHost> {
    const tuner = await loadTuner();
    return new KernelHost(
      new Conversation(openSocket({ datagramSize: ackSize }, tuner)),
      new Conversation(openSocket({ datagramSize: dumpPartSize }, tuner)),
    );
  }

  private constructor(
    private readonly requests: Conversation,
    private readonly readings: Conversation,
  ) {
    this.#dumper = new Dumper(readings);
    this.#batch = new Batch(requests);
    this.#writer = new HostWriter(this.#batch, this.#links, async () => {
      await this.observe();
    });
  }

  /** Messages and switches since the start that asked the kernel to change something. */
  get writes(): number {
    return this.#batch.sent + this.#writer.switched;
  }

  /** Tables read since the start. */
  get dumps(): number {
    return this.#dumper.count;
  }

  async observe(): Promise<HostState> {
    const state = readHost({
      links: await this.#finishedLinks(),
      addresses: await this.#dumper.dump(dumpAddresses(), decodeAddress),
      routes: await this.#dumper.dump(dumpRoutes(), decodeRoute),
      fdb: await this.#dumper.dump(dumpFdb(), decodeFdbEntry),
    });
    this.#links.replace(state.links);
    this.#observed = true;
    return state;
  }

  /** What an agent left that died while it made a link is taken away at the first look. */
  async #finishedLinks(): Promise<readonly LinkRecord[]> {
    const links = await this.#dumper.dump(dumpLinks(), decodeLink);
    const removal = removalOfUnfinished(links);
    if (removal.length === 0) return links;
    await this.#batch.run(removal);
    return links.filter((link) => !isUnfinished(link));
  }

  /** Names mean the links of the last observation and those made since. */
  async apply(operations: readonly Operation[]): Promise<readonly OperationOutcome[]> {
    if (!this.#observed) await this.observe();
    return this.#writer.apply(operations);
  }

  close(): void {
    this.requests.close();
    this.readings.close();
  }
}
