import { setTimeout as sleep } from 'node:timers/promises';
import type { IpsecResource } from '#drivers';
import { sectionOf, textIn, type ViciClient, type ViciSection } from '#vici';
import { mostByName, patienceWithCrowd, restFor } from './crowd.js';
import { BeginGate } from './begin-gate.js';
import { associationsByName, associationsIn, type IkeAssociation } from './associations.js';
import { RekeyProbe } from './rekey-probe.js';
import { LineSubjects, numberIn } from './line-subject.js';
import { reasonIn, stronger, type TunnelReason } from './failure-reasons.js';
import { emptyAfterRefusal, superfluous } from './superfluous.js';
import { healthOf, type TunnelHealth } from './tunnel-health.js';
import type { TunnelLine } from './tunnel-meter.js';
import {
  byAge,
  isWhole,
  keysOf,
  missingChildren,
  pauses,
  watchedTunnel,
  type Bygone,
  type WatchedTunnel,
} from './watched-tunnel.js';

/** Milliseconds in which a peer that has begun must have proven who it is; two of its packets may get lost. */
const handshakePatience = 8_000;

type Commands = Pick<ViciClient, 'request' | 'stream'>;

/**
 * Sees that the tunnels that this host has to begin are begun, and knows how each one is. Every begin returns at once:
 * one that waits would take a thread of the daemon for as long, and it has only so many.
 */
export class TunnelKeeper {
  readonly #watched = new Map<string, WatchedTunnel>();
  readonly #associations = new Map<string, readonly IkeAssociation[]>();
  readonly #due = new Set<WatchedTunnel>();
  #isLooking = false;
  readonly #gate = new BeginGate();
  /** Which addresses this host has, found once in each look. */
  readonly #addresses = new Map<string, Promise<boolean>>();
  readonly #subjects = new LineSubjects(this.#watched);
  readonly #probe = new RekeyProbe(
    (name) => this.associations(name),
    (childId) => this.vici().request('rekey', sectionOf({ 'child-id': childId })),
  );

  /**
   * @param onHealth told when a tunnel is another way than before
   * @param hasAddress whether this host can send from an address
   * @param onLine told of lines of the daemon's log that are about a tunnel
   */
  constructor(
    private readonly vici: () => Commands,
    private readonly onHealth: (health: TunnelHealth) => void,
    private readonly hasAddress: (address: string) => Promise<boolean>,
    private readonly onLine: (line: TunnelLine) => void = () => undefined,
  ) {}

  get health(): readonly TunnelHealth[] {
    return [...this.#watched.values()].map((entry) => this.#healthOf(entry));
  }

  get watched(): readonly IpsecResource[] {
    return [...this.#watched.values()].map(({ tunnel }) => tunnel);
  }

  /** The SAs of a tunnel, as last looked at. */
  associations(name: string): readonly IkeAssociation[] {
    return this.#associations.get(name) ?? [];
  }

  watch(tunnel: IpsecResource, bygone: Bygone = {}): void {
    this.unwatch(tunnel.name);
    const entry = watchedTunnel(tunnel, bygone);
    this.#watched.set(tunnel.name, entry);
    // What the peer begins is told; only what stands already is not.
    this.#tryAfter(entry, tunnel.initiates ? 0 : pauses.first);
    if (this.#subjects.hasBegun(tunnel)) this.#expectProof(entry);
  }

  unwatch(name: string): void {
    const entry = this.#watched.get(name);
    clearTimeout(entry?.timer);
    clearTimeout(entry?.handshake);
    this.#watched.delete(name);
    this.#associations.delete(name);
    this.#gate.leave(name);
    this.#probe.forget(name);
  }

  /** Events are heard again after a gap: everything may have happened. */
  lookAtAll(): void {
    for (const entry of this.#watched.values()) {
      entry.pause = pauses.first;
      entry.notBefore = 0;
      this.#tryAfter(entry, 0);
    }
  }

  /** Settles when most of the tunnels that this host begins stand, or have had time to. */
  async calm(): Promise<void> {
    const end = performance.now() + patienceWithCrowd;
    while (this.#comingUp > mostByName && performance.now() < end)
      await sleep(200, undefined, { ref: false });
  }

  /** No tunnel is tried for new keys while this is done. */
  withoutProbes(work: () => Promise<void>): Promise<void> {
    return this.#probe.without(work);
  }

  get #comingUp(): number {
    return [...this.#watched.values()].filter((entry) => !entry.wasUp).length;
  }

  hear(event: string, message: ViciSection): void {
    if (event === 'log') this.#hearLine(message);
    else {
      for (const { name } of associationsIn(message)) {
        this.#gate.leave(name);
        this.#probe.leave(name);
        this.#changed(name);
      }
    }
  }

  close(): void {
    for (const name of [...this.#watched.keys()]) this.unwatch(name);
  }

  #hearLine(message: ViciSection): void {
    const line = textIn(message, 'msg') ?? '';
    const reason = reasonIn(line);
    if (reason === undefined && !/initiating|looking for peer configs|^retransmit/.test(line)) {
      return;
    }
    if (reason === 'address-unknown') this.#blame(this.#waitingAt(line), reason);
    const entry = this.#subjects.of(message, line);
    if (entry === undefined) return;
    const ikeId = numberIn(message);
    this.onLine({ tunnel: entry.tunnel.name, text: line, ikeId, ...(reason && { reason }) });
    if (/initiating (an )?IKE_SA/.test(line)) entry.isFresh = true;
    if (line.endsWith('is initiating an IKE_SA')) this.#expectProof(entry);
    if (line.startsWith('giving up after')) this.#giveUp(entry);
    else if (reason !== undefined) this.#blame([entry], reason);
  }

  /** The SAs go at once, as the next event tells. */
  #giveUp(entry: WatchedTunnel): void {
    entry.failure = 'peer-silent';
    entry.isFresh = false;
  }

  #blame(entries: readonly WatchedTunnel[], reason: TunnelReason): void {
    for (const entry of entries) {
      const isUp = this.#isWhole(entry);
      if (isUp && reason !== 'esp-proposals-differ') continue;
      const known = entry.isFresh ? undefined : entry.failure;
      entry.failure = isUp ? 'rekey-refused' : stronger(known, reason);
      entry.refusedFor = isUp ? this.#keysOf(entry) : undefined;
      entry.isFresh = false;
      clearTimeout(entry.handshake);
      this.#gate.leave(entry.tunnel.name);
      this.#tell(entry);
      if (!isUp) this.#changed(entry.tunnel.name);
    }
  }

  /** Tunnels that wait for their peer at the address to which packets came that fit none. */
  #waitingAt(line: string): readonly WatchedTunnel[] {
    const local = / for (\S+)\.{3}/.exec(line)?.[1];
    return [...this.#watched.values()].filter(
      ({ tunnel }) =>
        !tunnel.initiates &&
        tunnel.localAddress === local &&
        this.associations(tunnel.name).length === 0,
    );
  }

  /** A peer's first packets may pass where those by which it proves who it is do not: another port, and larger. */
  #expectProof(entry: WatchedTunnel): void {
    clearTimeout(entry.handshake);
    if (this.#isWhole(entry)) return;
    entry.handshake = setTimeout(() => {
      const hasName = this.associations(entry.tunnel.name).length > 0;
      if (!hasName) this.#blame([entry], 'handshake-unfinished');
    }, handshakePatience);
  }

  #changed(name: string): void {
    const entry = this.#watched.get(name);
    if (entry !== undefined) this.#tryAfter(entry, 0);
  }

  #tryAfter(entry: WatchedTunnel, milliseconds: number): void {
    clearTimeout(entry.timer);
    if (!this.#isWatched(entry)) return;
    entry.timer = setTimeout(() => {
      this.#due.add(entry);
      void this.#lookAtDue();
    }, milliseconds);
  }

  /** One look at a time; what comes meanwhile is looked at together with all else that comes meanwhile. */
  async #lookAtDue(): Promise<void> {
    if (this.#isLooking) return;
    this.#isLooking = true;
    while (this.#due.size > 0) {
      const entries = [...this.#due].filter((entry) => this.#isWatched(entry));
      this.#due.clear();
      const begin = performance.now();
      try {
        await this.#lookAt(entries);
      } catch {
        // The daemon is gone: its return is told.
        for (const entry of entries) this.#tryAfter(entry, pauses.longest);
      }
      if (entries.length > mostByName) {
        await sleep(restFor(performance.now() - begin), undefined, { ref: false });
      }
    }
    this.#isLooking = false;
  }

  async #lookAt(entries: readonly WatchedTunnel[]): Promise<void> {
    const names = entries.map(({ tunnel }) => tunnel.name);
    const found = await associationsByName(this.vici(), names);
    this.#addresses.clear();
    const judged = entries.map(async (entry) => {
      const { name } = entry.tunnel;
      if (!this.#isWatched(entry)) return;
      this.#associations.set(name, found.get(name) ?? []);
      await this.#judge(entry);
    });
    await Promise.all(judged);
  }

  async #judge(entry: WatchedTunnel): Promise<void> {
    const { tunnel } = entry;
    await this.#endSuperfluous(entry);
    if (this.#isWhole(entry)) {
      clearTimeout(entry.handshake);
      entry.isStranded = false;
      if (entry.refusedFor !== this.#keysOf(entry)) {
        entry.failure = undefined;
        entry.refusedFor = undefined;
      }
      entry.wasUp = true;
      entry.pause = pauses.first;
      entry.notBefore = 0;
      this.#probe.consider(entry);
    } else {
      await this.#lookForAddress(entry);
      if (tunnel.initiates || entry.isStranded) {
        this.#begin(entry, await this.#withoutEmpty(entry, this.associations(tunnel.name)));
      }
    }
    if (this.#isWatched(entry)) this.#tell(entry);
  }

  #isWatched(entry: WatchedTunnel): boolean {
    return this.#watched.get(entry.tunnel.name) === entry;
  }

  /** The daemon says only that it can't send, not for which tunnel. */
  async #lookForAddress(entry: WatchedTunnel): Promise<void> {
    const { localAddress } = entry.tunnel;
    const known = this.#addresses.get(localAddress) ?? this.hasAddress(localAddress);
    this.#addresses.set(localAddress, known);
    if (!(await known)) entry.failure = 'address-missing';
    else if (entry.failure === 'address-missing') entry.failure = undefined;
  }

  async #withoutEmpty(
    entry: WatchedTunnel,
    found: readonly IkeAssociation[],
  ): Promise<readonly IkeAssociation[]> {
    const empty = emptyAfterRefusal(entry, found);
    await this.#end(empty);
    return found.filter((one) => !empty.includes(one));
  }

  #begin(entry: WatchedTunnel, found: readonly IkeAssociation[]): void {
    const { tunnel } = entry;
    const wait = entry.notBefore - performance.now();
    if (wait > 0) {
      this.#tryAfter(entry, wait);
      return;
    }
    if (this.#gate.hasBegun(tunnel.name) || found.some(({ state }) => state === 'CONNECTING')) {
      this.#tryLater(entry);
      return;
    }
    this.#gate.enter(tunnel.name, () => {
      this.#tryLater(entry);
      void this.#initiate(entry).catch(() => undefined); // The daemon is gone: its return is told.
    });
  }

  /** One that waits at the gate is not looked at: there is nothing to be seen until it is let in. */
  #tryLater(entry: WatchedTunnel): void {
    entry.notBefore = performance.now() + entry.pause;
    this.#tryAfter(entry, entry.pause);
    entry.pause = Math.min(entry.pause * 2, pauses.longest);
  }

  async #initiate(entry: WatchedTunnel): Promise<void> {
    const { tunnel } = entry;
    const { present } = byAge(entry, this.associations(tunnel.name));
    const begun = missingChildren(tunnel, present).map(({ name }) =>
      this.vici().request(
        'initiate',
        sectionOf({ child: name, ike: tunnel.name, timeout: -1, loglevel: 0 }),
      ),
    );
    await Promise.all(begun);
  }

  /** What stands beside what is asked for is looked at until it is gone. */
  async #endSuperfluous(entry: WatchedTunnel): Promise<void> {
    const { name } = entry.tunnel;
    const found = this.associations(name);
    const ended = superfluous(entry, found, performance.now());
    await this.#end(ended);
    this.#associations.set(
      name,
      found.filter((one) => !ended.includes(one)),
    );
    const isWaiting = entry.doubleSince !== undefined || byAge(entry, found).former.length > 0;
    if (isWaiting) this.#tryAfter(entry, pauses.first);
  }

  async #end(associations: readonly IkeAssociation[]): Promise<void> {
    for (const { uniqueId } of associations) {
      await this.vici().request('terminate', sectionOf({ 'ike-id': uniqueId, timeout: -1 }));
    }
  }

  #keysOf(entry: WatchedTunnel): string {
    return keysOf(byAge(entry, this.associations(entry.tunnel.name)).present);
  }

  #isWhole(entry: WatchedTunnel): boolean {
    const { present } = byAge(entry, this.associations(entry.tunnel.name));
    return isWhole(entry.tunnel, present);
  }

  #healthOf(entry: WatchedTunnel): TunnelHealth {
    const { present, former } = byAge(entry, this.associations(entry.tunnel.name));
    const { failure, wasUp } = entry;
    return healthOf(entry.tunnel, present, { failure, wasUp, isFormerUp: former.length > 0 });
  }

  #tell(entry: WatchedTunnel): void {
    const health = this.#healthOf(entry);
    const words = JSON.stringify(health);
    if (words === entry.told) return;
    entry.told = words;
    this.onHealth(health);
  }
}
