import { existsSync } from 'node:fs';
import {
  needsNewAssociations,
  type IpsecName,
  type IpsecResource,
  type Operation,
  type ProvidedState,
  type Resource,
} from '#drivers';
import { Exclusive, type HostProvider, type OperationOutcome, type ServiceHealth } from '#engine';
import type { TunnelMeasures } from '#protocol';
import { ViciClient, ViciError } from '#vici';
import { associationsOf, type IkeAssociation } from './associations.js';
import { usualProgram, type CharonProcess } from './charon-process.js';
import { ConnectionLoader } from './connection-loader.js';
import { HeldSecretsFile } from './held-secrets-file.js';
import type { HostSecrets } from './host-secrets.js';
import { LoadedConnections } from './loaded-connections.js';
import { LoadedMemory } from './loaded-memory.js';
import { hasAddress } from './own-address.js';
import { serviceHealthOf } from './service-health.js';
import type { TunnelHealth } from './tunnel-health.js';
import { remarksOn } from './tunnel-particulars.js';
import { TunnelKeeper } from './tunnel-keeper.js';
import { TunnelMeasurer } from './tunnel-measurer.js';

export interface CharonHostOptions {
  readonly daemon: CharonProcess;
  /** The directory of that daemon. */
  readonly directory: string;
  readonly secrets: HostSecrets;
  /** Told when a tunnel is another way than before. */
  readonly onHealth?: (health: TunnelHealth) => void;
  /** Milliseconds between two looks whether somebody took away what was loaded; absent: 500. */
  readonly lookEvery?: number;
  readonly program?: string;
  /** Whether this host can send from an address; absent: by trying. */
  readonly hasAddress?: (address: string) => Promise<boolean>;
  /** Milliseconds since 1970, for the time that former secrets have; absent: the host's clock. */
  readonly now?: () => number;
}

/** Readings in a row without an answer, each after ten seconds, after which the daemon is taken for dead. */
const mostSilences = 3;

const events = ['ike-updown', 'child-updown', 'ike-rekey', 'child-rekey', 'log'];
/** What says whom a revocation concerns. */
const revocationFields: ReadonlySet<string> = new Set(['revocationLists', 'onlineRevocation']);
/** Connections that are handed over without waiting for the answer to the one before. */
const atOnce = 128;

/** The tunnels of this host, in an IKE daemon of our own, which is started when the first one is asked for. */
export class CharonHost implements HostProvider {
  readonly types = ['ipsec'] as const;
  readonly #memory: LoadedMemory;
  readonly #keeper: TunnelKeeper;
  readonly #measurer: TunnelMeasurer;
  readonly #loader: ConnectionLoader;
  readonly #loaded: LoadedConnections;
  #vici: ViciClient | undefined;
  #state: { readonly ipsec: readonly IpsecResource[] } = { ipsec: [] };
  /** Readings in a row that the daemon has left without an answer. */
  #silences = 0;
  #listener: () => void = () => undefined;
  #timer: NodeJS.Timeout | undefined;
  readonly #turns = new Exclusive();
  /** Of what is being loaded, the IKE_SAs of its former settings. */
  readonly #former = new Map<IpsecName, readonly string[]>();

  /** Undefined: the host has no daemon to start. */
  static open(options: CharonHostOptions): CharonHost | undefined {
    return existsSync(options.program ?? usualProgram) ? new CharonHost(options) : undefined;
  }

  constructor(private readonly options: CharonHostOptions) {
    const vici = (): ViciClient => this.#client();
    this.#memory = new LoadedMemory(`${options.directory}/loaded.jsonl`);
    this.#measurer = new TunnelMeasurer(`${options.directory}/counts.json`);
    const held = new HeldSecretsFile(`${options.directory}/held-secrets.json`);
    this.#loader = new ConnectionLoader(vici, options.secrets, held, options.now ?? Date.now);
    this.#loaded = new LoadedConnections(vici, this.#memory);
    this.#keeper = new TunnelKeeper(
      vici,
      (health) => {
        options.onHealth?.(health);
        this.#listener();
      },
      options.hasAddress ?? hasAddress,
      (line) => {
        this.#measurer.hearLine(line);
        if (line.reason === 'authentication-refused') this.#turnSecret(line.tunnel);
      },
    );
    if (options.daemon.isRunning) this.#client();
  }

  /** Messages that asked the daemon to change what it was told. */
  get writes(): number {
    return this.#loader.writes;
  }

  get tunnels(): readonly TunnelHealth[] {
    return this.#keeper.health;
  }

  /** Figures of every tunnel, as last looked at. */
  measures(): readonly TunnelMeasures[] {
    return this.#measurer.measures(this.#keeper);
  }

  health(): readonly ServiceHealth[] {
    const healths = new Map(this.#keeper.health.map((one) => [one.name, one]));
    return this.#keeper.watched.flatMap((tunnel) => {
      const health = healths.get(tunnel.name);
      const udpEncapsulation = tunnel.udpEncapsulation || this.options.daemon.isAlwaysInUdp;
      const known = this.#keeper.associations(tunnel.name);
      const remarks = remarksOn({ ...tunnel, udpEncapsulation }, known, Date.now());
      return health === undefined ? [] : serviceHealthOf(health, remarks);
    });
  }

  /** All SAs of a tunnel of ours, now. */
  associations(name: IpsecName): Promise<readonly IkeAssociation[]> {
    return this.#loader.associations(name);
  }

  observe(): Promise<ProvidedState> {
    return this.#turns.run(() => this.#observe());
  }

  apply(operations: readonly Operation[]): Promise<readonly OperationOutcome[]> {
    return this.#turns.run(async () => {
      const epoch = await this.#epochFor(operations);
      const work = (): Promise<readonly OperationOutcome[]> => this.#carryOutAll(operations, epoch);
      return operations.length > atOnce && epoch !== '' ? this.#quietly(work) : work();
    });
  }

  /** The log is not heard until a crowd has come up: what is wrong with one that does not is told by its next try. */
  async #quietly<Value>(work: () => Promise<Value>): Promise<Value> {
    const done = Promise.withResolvers<Value>();
    const untilCalm = async (): Promise<void> => {
      done.resolve(work());
      await done.promise.catch(() => undefined);
      await this.#keeper.calm();
    };
    void this.#keeper.withoutProbes(() => this.#client().without('log', untilCalm));
    return done.promise;
  }

  onChange(listener: () => void): () => void {
    this.#listener = listener;
    return () => {
      this.#listener = (): undefined => undefined;
    };
  }

  /** The daemon and its tunnels stay. */
  close(): void {
    clearInterval(this.#timer);
    this.#measurer.close();
    this.#keeper.close();
    this.#memory.close();
    void this.#vici?.close();
  }

  async #observe(): Promise<ProvidedState> {
    const ipsec = await this.#read();
    if (ipsec !== this.#state.ipsec) this.#state = { ipsec };
    return this.#state;
  }

  async #read(): Promise<readonly IpsecResource[]> {
    const { epoch } = this.options.daemon;
    if (epoch === undefined) return nothing;
    try {
      this.#client();
      const read = await this.#loaded.read(epoch);
      this.#silences = 0;
      return read;
    } catch (cause) {
      if (cause instanceof ViciError && cause.code === 'timeout') return this.#afterSilence();
      if (cause instanceof ViciError) return nothing;
      throw cause;
    }
  }

  /**
   * The daemon may wait for the kernel, which others hold up (thousands of links that go, say): its tunnels carry traffic
   * all the same, and count as last read. One that stays silent is ended, and with it its tunnels, to begin anew.
   */
  #afterSilence(): readonly IpsecResource[] {
    this.#silences += 1;
    if (this.#silences < mostSilences) return this.#state.ipsec;
    this.#silences = 0;
    this.options.daemon.kill();
    return nothing;
  }

  /** The life of the daemon in which operations are carried out, begun where one needs it; '': there is none. */
  async #epochFor(operations: readonly Operation[]): Promise<string> {
    if (operations.some(({ after }) => after !== null)) {
      await this.options.daemon.ensureRunning().catch(() => undefined); // Each operation says so itself.
    }
    const epoch = this.options.daemon.epoch ?? '';
    this.#memory.of(epoch);
    return epoch;
  }

  async #carryOutAll(
    operations: readonly Operation[],
    epoch: string,
  ): Promise<readonly OperationOutcome[]> {
    const needsKey = operations.some(
      ({ after }) => after?.type === 'ipsec' && after.localAuth !== 'psk',
    );
    // Where it can't be loaded, no connection that needs it can be.
    if (needsKey) await this.#loader.loadOwnKey().catch(() => undefined);
    const outcomes = new Array<OperationOutcome>(operations.length);
    const rest = operations.entries();
    // New ones begin while others are loaded; but one that takes the place of another not before that one is gone.
    const areNew = operations.every(({ action }) => action === 'create');
    const hand = async (): Promise<void> => {
      for (const [place, operation] of rest) {
        outcomes[place] = await this.#carryOut(operation, epoch);
        if (areNew) this.#watch(operation, epoch);
      }
    };
    await Promise.all(Array.from({ length: atOnce }, hand));
    if (!areNew) for (const operation of operations) this.#watch(operation, epoch);
    this.#former.clear();
    return outcomes;
  }

  /** What could not be loaded is not watched. */
  #watch({ after }: Operation, epoch: string): void {
    if (after?.type === 'ipsec' && this.#memory.of(epoch).get(after.name) === after) {
      const isCutOff = this.#memory.takeLost(after.name);
      this.#keeper.watch(after, { former: this.#former.get(after.name), isCutOff });
    }
  }

  async #carryOut(operation: Operation, epoch: string): Promise<OperationOutcome> {
    const { action, identity, before, after, fields } = operation;
    try {
      if (after?.type === 'ipsec') {
        const changed = action === 'change' ? fields : [];
        this.#former.set(after.name, await this.#load(after, ipsecOf(before), changed));
      } else if (before?.type === 'ipsec') await this.#remove(before.name, epoch);
      return { identity };
    } catch (cause) {
      if (!(cause instanceof Error)) throw cause;
      return {
        identity,
        failure: { errno: 'EIO', detail: `${action} ${identity}: ${cause.message}` },
      };
    }
  }

  /**
   * Forgotten before it is changed, so that nobody takes half a change for a whole one. Answers with the numbers of the
   * IKE_SAs of former settings, which stay until those of the new ones stand.
   */
  async #load(
    tunnel: IpsecResource,
    former: IpsecResource | undefined,
    changed: readonly string[],
  ): Promise<readonly string[]> {
    this.#memory.forget(tunnel.name);
    this.#keeper.unwatch(tunnel.name);
    this.#loaded.written(tunnel.name);
    await this.#loader.load(tunnel, former);
    // A peer whose certificate was revoked must not go on: both ends prove anew who they are.
    if (changed.some((field) => revocationFields.has(field))) await this.#loader.cut(tunnel.name);
    // Only now: the other end may have set up SAs by the former settings until then.
    const numbers = needsNewAssociations(changed)
      ? (await this.associations(tunnel.name)).map(({ uniqueId }) => uniqueId)
      : this.#memory.formerOf(tunnel.name);
    this.#memory.remember(tunnel, numbers);
    return numbers;
  }

  async #remove(name: IpsecName, epoch: string): Promise<void> {
    this.#keeper.unwatch(name);
    this.#memory.forget(name);
    this.#memory.takeLost(name);
    this.#measurer.forget(name);
    this.#loaded.written(name);
    if (epoch !== '') await this.#loader.remove(name);
    this.#loader.shared.forget(name);
  }

  /** The peer may have another of two secrets: the next try is by that one. */
  #turnSecret(name: string): void {
    const turned = this.#turns.run(async () => {
      const tunnel = this.#loadedNow.get(name);
      if (tunnel !== undefined) await this.#loader.shared.refused(tunnel);
    });
    void turned.catch(() => undefined); // The daemon is gone, or the disk is full: the next refusal tries it again.
  }

  async #keepSecretsTime(): Promise<void> {
    const over = await this.#loader.shared.keepTime(this.#loadedNow);
    if (over.length > 0 && this.options.daemon.epoch !== undefined) this.#memory.rewrite();
  }

  get #loadedNow(): ReadonlyMap<string, IpsecResource> {
    const { epoch } = this.options.daemon;
    return epoch === undefined ? new Map() : this.#memory.of(epoch);
  }

  #client(): ViciClient {
    this.#vici ??= this.#connect();
    return this.#vici;
  }

  #connect(): ViciClient {
    this.#timer = setInterval(() => {
      void this.#lookForLosses();
    }, this.options.lookEvery ?? 500);
    this.#timer.unref();
    this.#measurer.lookEvery(() => associationsOf(this.#client()));
    return new ViciClient({
      path: this.options.daemon.socket,
      events,
      onEvent: (name, message) => {
        this.#measurer.hear(name, message);
        this.#keeper.hear(name, message);
      },
      onHearing: () => {
        this.#watchLoaded();
        this.#listener();
      },
      onGap: () => {
        this.#listener();
      },
    });
  }

  /** An agent that was restarted finds tunnels that stand. */
  #watchLoaded(): void {
    const { epoch } = this.options.daemon;
    if (epoch === undefined) return;
    const watched = new Set(this.tunnels.map(({ name }) => name));
    for (const tunnel of this.#memory.of(epoch).values()) {
      const former = this.#memory.formerOf(tunnel.name);
      if (!watched.has(tunnel.name)) this.#keeper.watch(tunnel, { former });
    }
    this.#keeper.lookAtAll();
  }

  /** The daemon tells nobody that somebody unloads. */
  async #lookForLosses(): Promise<void> {
    const before = this.#state;
    await this.observe().catch(() => undefined);
    await this.#turns.run(() => this.#keepSecretsTime()).catch(() => undefined); // Tried again.
    if (this.#state !== before) this.#listener();
  }
}

const nothing: readonly IpsecResource[] = [];

function ipsecOf(resource: Resource | null): IpsecResource | undefined {
  return resource?.type === 'ipsec' ? resource : undefined;
}
