import { childrenOf, type IpsecResource } from '#drivers';
import { sectionOf, textIn, type ViciClient, type ViciSection } from '#vici';
import { associationsIn, type IkeAssociation } from './associations.js';
import { reasonIn, type TunnelReason } from './failure-reasons.js';
import { healthOf, isInstalled, type TunnelHealth } from './tunnel-health.js';

interface Watched {
  readonly tunnel: IpsecResource;
  failure: TunnelReason | undefined;
  wasUp: boolean;
  /** Milliseconds between the last try and the next one, and when that may be (`performance.now()`). */
  pause: number;
  notBefore: number;
  /** An attempt has begun of which nothing is known yet. */
  isFresh: boolean;
  timer: NodeJS.Timeout | undefined;
  /** How it was when somebody was last told. */
  told: string;
}

/** Milliseconds between two tries to begin a tunnel: after a refusal twice as long, up to the second. */
const pauses = { first: 500, longest: 15_000 } as const;

/** IKE_SAs without a name that are remembered; of a flood of them the last ones. */
const mostMeant = 1_000;

type Commands = Pick<ViciClient, 'request' | 'stream'>;

/**
 * Sees that the tunnels that this host has to begin are begun, and knows how each one is. Every begin returns at once:
 * one that waits would take a thread of the daemon for as long, and it has only so many.
 */
export class TunnelKeeper {
  readonly #watched = new Map<string, Watched>();
  readonly #associations = new Map<string, readonly IkeAssociation[]>();
  #looking = new Map<string, Promise<void>>();
  /** Of which tunnel IKE_SAs are that the daemon has not given a name yet. */
  readonly #meant = new Map<string, string>();

  /** @param onHealth told when a tunnel is another way than before */
  constructor(
    private readonly vici: () => Commands,
    private readonly onHealth: (health: TunnelHealth) => void,
  ) {}

  get health(): readonly TunnelHealth[] {
    return [...this.#watched.values()].map((entry) => this.#healthOf(entry));
  }

  /** The SAs of a tunnel, as last looked at. */
  associations(name: string): readonly IkeAssociation[] {
    return this.#associations.get(name) ?? [];
  }

  watch(tunnel: IpsecResource): void {
    this.unwatch(tunnel.name);
    const entry: Watched = {
      tunnel,
      failure: undefined,
      wasUp: false,
      pause: pauses.first,
      notBefore: 0,
      isFresh: true,
      timer: undefined,
      told: '',
    };
    this.#watched.set(tunnel.name, entry);
    // What the peer begins is told; only what stands already is not.
    this.#tryAfter(entry, tunnel.initiates ? 0 : pauses.first);
  }

  unwatch(name: string): void {
    clearTimeout(this.#watched.get(name)?.timer);
    this.#watched.delete(name);
    this.#associations.delete(name);
  }

  /** Events are heard again after a gap: everything may have happened. */
  lookAtAll(): void {
    for (const entry of this.#watched.values()) {
      entry.pause = pauses.first;
      entry.notBefore = 0;
      this.#tryAfter(entry, 0);
    }
  }

  hear(event: string, message: ViciSection): void {
    if (event === 'log') this.#hearLine(message);
    else for (const { name } of associationsIn(message)) this.#changed(name);
  }

  close(): void {
    for (const name of [...this.#watched.keys()]) this.unwatch(name);
  }

  #hearLine(message: ViciSection): void {
    const line = textIn(message, 'msg') ?? '';
    const reason = reasonIn(line);
    if (reason === undefined && !/initiating|looking for peer configs/.test(line)) return;
    const entry = this.#watchedMeantBy(message, line);
    if (entry === undefined) return;
    if (/initiating (an )?IKE_SA/.test(line)) entry.isFresh = true;
    const isUp = this.#isWhole(entry);
    if (reason === undefined || (isUp && reason !== 'esp-proposals-differ')) return;
    const known = entry.isFresh ? undefined : entry.failure;
    entry.failure = isUp ? 'rekey-refused' : stronger(known, reason);
    entry.isFresh = false;
    this.#tell(entry);
  }

  /** Before the daemon knows which tunnel a peer means, its lines tell only addresses, and some not even these. */
  #watchedMeantBy(message: ViciSection, line: string): Watched | undefined {
    const id = textIn(message, 'ikesa-uniqued') ?? textIn(message, 'ikesa-uniqueid') ?? '';
    const named =
      this.#watched.get(textIn(message, 'ikesa-name') ?? '') ??
      [...this.#watched.values()].find(({ tunnel }) => names(line, tunnel)) ??
      this.#watched.get(this.#meant.get(id) ?? '');
    if (named !== undefined && id !== '') {
      this.#meant.delete(id);
      this.#meant.set(id, named.tunnel.name);
      const [oldest] = this.#meant.keys();
      if (this.#meant.size > mostMeant && oldest !== undefined) this.#meant.delete(oldest);
    }
    return named;
  }

  #changed(name: string): void {
    const entry = this.#watched.get(name);
    if (entry !== undefined) this.#tryAfter(entry, 0);
  }

  #tryAfter(entry: Watched, milliseconds: number): void {
    clearTimeout(entry.timer);
    entry.timer = setTimeout(() => {
      void this.#look(entry);
    }, milliseconds);
  }

  /** One look at a tunnel at a time; what comes meanwhile asks for another one. */
  #look(entry: Watched): Promise<void> {
    const { name } = entry.tunnel;
    const before = this.#looking.get(name) ?? Promise.resolve();
    const look = before.then(async () => {
      if (this.#watched.get(name) !== entry) return;
      try {
        await this.#lookAndBegin(entry);
      } catch {
        this.#tryAfter(entry, pauses.longest); // The daemon is gone: its return is told.
      }
    });
    this.#looking.set(name, look);
    return look;
  }

  async #lookAndBegin(entry: Watched): Promise<void> {
    const { tunnel } = entry;
    const found: IkeAssociation[] = [];
    // Not with 'noblock': an SA of which an event was just told is still in use, and would be left out.
    const filter = sectionOf({ ike: tunnel.name });
    for await (const part of this.vici().stream('list-sas', 'list-sa', filter)) {
      found.push(...associationsIn(part));
    }
    if (this.#watched.get(tunnel.name) !== entry) return;
    this.#associations.set(tunnel.name, found);
    if (this.#isWhole(entry)) {
      entry.failure = undefined;
      entry.wasUp = true;
      entry.pause = pauses.first;
      entry.notBefore = 0;
    } else if (tunnel.initiates) {
      await this.#begin(entry, found);
    }
    this.#tell(entry);
  }

  async #begin(entry: Watched, found: readonly IkeAssociation[]): Promise<void> {
    const { tunnel } = entry;
    const wait = entry.notBefore - performance.now();
    if (wait > 0) {
      this.#tryAfter(entry, wait);
      return;
    }
    entry.notBefore = performance.now() + entry.pause;
    this.#tryAfter(entry, entry.pause);
    entry.pause = Math.min(entry.pause * 2, pauses.longest);
    if (found.some(({ state }) => state === 'CONNECTING')) return;
    const standing = found.flatMap(({ children }) => children);
    const missing = childrenOf(tunnel).filter(
      ({ name }) => !standing.some((child) => child.name === name && child.state !== 'DELETED'),
    );
    for (const { name } of missing) {
      const message = sectionOf({ child: name, ike: tunnel.name, timeout: -1, loglevel: 0 });
      await this.vici().request('initiate', message);
    }
  }

  #isWhole({ tunnel }: Watched): boolean {
    const standing = this.associations(tunnel.name).flatMap(({ children }) => children);
    return childrenOf(tunnel).every(({ name }) =>
      standing.some((child) => child.name === name && isInstalled(child)),
    );
  }

  #healthOf(entry: Watched): TunnelHealth {
    return healthOf(entry.tunnel, this.associations(entry.tunnel.name), entry);
  }

  #tell(entry: Watched): void {
    const health = this.#healthOf(entry);
    const words = JSON.stringify(health);
    if (words === entry.told) return;
    entry.told = words;
    this.onHealth(health);
  }
}

/** What this end knows for itself tells more than what the peer lets it know. */
function stronger(known: TunnelReason | undefined, now: TunnelReason): TunnelReason {
  const isVague = now === 'peer-closed' || now === 'authentication-refused';
  return known !== undefined && isVague ? known : now;
}

/** By both ends' names, or by where the packets came from. */
function names(line: string, { remoteAddress, remoteId }: IpsecResource): boolean {
  return (
    line.includes(`[${remoteId}]`) ||
    line.includes(`'${remoteId}'`) ||
    line.split(/[\s[\]]|\.{3}/).includes(remoteAddress)
  );
}
