import { existsSync } from 'node:fs';
import {
  needsNewAssociations,
  ownerOfIpsecName,
  type IpsecName,
  type IpsecResource,
  type Operation,
  type ProvidedState,
} from '#drivers';
import {
  Exclusive,
  sortedByIdentity,
  type HostProvider,
  type OperationOutcome,
  type ServiceHealth,
} from '#engine';
import { sectionOf, textsIn, ViciClient, ViciError, type ViciSection } from '#vici';
import { associationsIn, type IkeAssociation } from './associations.js';
import { usualProgram, type CharonProcess } from './charon-process.js';
import { certificatesIn, connectionMessage, secretMessage } from './connection-message.js';
import type { HostSecrets } from './host-secrets.js';
import { LoadedMemory } from './loaded-memory.js';
import { hasAddress } from './own-address.js';
import { serviceHealthOf } from './service-health.js';
import type { TunnelHealth } from './tunnel-health.js';
import { TunnelKeeper } from './tunnel-keeper.js';
import { TunnelMeasurer, type TunnelMeasures } from './tunnel-measurer.js';
import { unknownConnection } from './unknown-connection.js';

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
}

const events = ['ike-updown', 'child-updown', 'ike-rekey', 'child-rekey', 'log'];
/** Connections that are handed over without waiting for the answer to the one before. */
const atOnce = 16;
/** Milliseconds until the end of SAs is forced: a peer that is gone answers no farewell. */
const farewell = 1_500;

/** The tunnels of this host, in an IKE daemon of our own, which is started when the first one is asked for. */
export class CharonHost implements HostProvider {
  readonly types = ['ipsec'] as const;
  readonly #memory: LoadedMemory;
  readonly #keeper: TunnelKeeper;
  readonly #measurer: TunnelMeasurer;
  #vici: ViciClient | undefined;
  #writes = 0;
  #state: { readonly ipsec: readonly IpsecResource[] } = { ipsec: [] };
  #listener: () => void = () => undefined;
  #timer: NodeJS.Timeout | undefined;
  readonly #turns = new Exclusive();
  #keyLoaded = '';
  readonly #unknown = new Map<string, IpsecResource>();

  /** Undefined: the host has no daemon to start. */
  static open(options: CharonHostOptions): CharonHost | undefined {
    return existsSync(options.program ?? usualProgram) ? new CharonHost(options) : undefined;
  }

  constructor(private readonly options: CharonHostOptions) {
    this.#memory = new LoadedMemory(`${options.directory}/loaded.jsonl`);
    this.#measurer = new TunnelMeasurer(`${options.directory}/counts.json`);
    this.#keeper = new TunnelKeeper(
      () => this.#client(),
      (health) => {
        options.onHealth?.(health);
        this.#listener();
      },
      options.hasAddress ?? hasAddress,
      (line) => {
        this.#measurer.hearLine(line);
      },
    );
    if (options.daemon.isRunning) this.#client();
  }

  /** Messages that asked the daemon to change what it was told. */
  get writes(): number {
    return this.#writes;
  }

  get tunnels(): readonly TunnelHealth[] {
    return this.#keeper.health;
  }

  /** Figures of every tunnel, as last looked at. */
  measures(): readonly TunnelMeasures[] {
    return this.#measurer.measures(this.#keeper);
  }

  health(): readonly ServiceHealth[] {
    return this.#keeper.health.flatMap((tunnel) => serviceHealthOf(tunnel));
  }

  /** All SAs of a tunnel of ours, now. */
  associations(name: IpsecName): Promise<readonly IkeAssociation[]> {
    return this.#associations(name);
  }

  observe(): Promise<ProvidedState> {
    return this.#turns.run(() => this.#observe());
  }

  apply(operations: readonly Operation[]): Promise<readonly OperationOutcome[]> {
    return this.#turns.run(async () => {
      const outcomes: OperationOutcome[] = [];
      const epoch = await this.#epochFor(operations);
      for (let begin = 0; begin < operations.length; begin += atOnce) {
        const some = operations.slice(begin, begin + atOnce);
        outcomes.push(...(await Promise.all(some.map((entry) => this.#carryOut(entry, epoch)))));
      }
      return outcomes;
    });
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
    const ipsec = sortedByIdentity(await this.#read());
    const isSame =
      ipsec.length === this.#state.ipsec.length &&
      ipsec.every((entry, place) => entry === this.#state.ipsec[place]);
    if (!isSame) this.#state = { ipsec };
    return this.#state;
  }

  /** What the daemon has of what it was told: a connection without its secret or this host's key counts as none. */
  async #read(): Promise<readonly IpsecResource[]> {
    const { epoch } = this.options.daemon;
    if (epoch === undefined) return [];
    try {
      const vici = this.#client();
      const [connections, shared, keys] = await Promise.all([
        vici.request('get-conns'),
        vici.request('get-shared'),
        vici.request('get-keys'),
      ]);
      const secrets = new Set(textsIn(shared, 'keys'));
      const hasKey = textsIn(keys, 'keys').length > 0;
      const known = this.#memory.of(epoch);
      return textsIn(connections, 'conns').flatMap((name) => {
        const loaded = known.get(name) ?? this.#unknownOne(name);
        if (loaded === undefined) return [];
        const isProven = loaded.secretDigest === '' || secrets.has(name);
        return isProven && (hasKey || loaded.localAuth === 'psk') ? [loaded] : [];
      });
    } catch (cause) {
      if (cause instanceof ViciError && cause.code === 'timeout') this.options.daemon.kill();
      if (cause instanceof ViciError) return [];
      throw cause;
    }
  }

  /** The same object again, so that a reading without changes stays the same; undefined: it is not ours. */
  #unknownOne(name: string): IpsecResource | undefined {
    const owner = ownerOfIpsecName(name);
    if (owner === undefined) return undefined;
    const unknown = this.#unknown.get(name) ?? unknownConnection(name as IpsecName, owner);
    this.#unknown.set(name, unknown);
    return unknown;
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

  async #carryOut(operation: Operation, epoch: string): Promise<OperationOutcome> {
    const { action, identity, before, after, fields } = operation;
    try {
      if (after?.type === 'ipsec')
        await this.#load(after, epoch, action === 'change' ? fields : []);
      else if (before?.type === 'ipsec') await this.#remove(before.name, epoch);
      return { identity };
    } catch (cause) {
      if (!(cause instanceof Error)) throw cause;
      return {
        identity,
        failure: { errno: 'EIO', detail: `${action} ${identity}: ${cause.message}` },
      };
    }
  }

  async #load(tunnel: IpsecResource, epoch: string, changed: readonly string[]): Promise<void> {
    const { secrets } = this.options;
    const secret = tunnel.secretDigest === '' ? undefined : secrets.open(tunnel);
    this.#memory.forget(tunnel.name);
    this.#keeper.unwatch(tunnel.name);
    if (secret !== undefined) await this.#write('load-shared', secretMessage(tunnel, secret));
    if (tunnel.localAuth !== 'psk') await this.#loadOwnKey(epoch);
    for (const data of certificatesIn(tunnel.authorities)) {
      await this.#write('load-cert', sectionOf({ type: 'X509', flag: 'CA', data }));
    }
    for (const data of certificatesIn(tunnel.localCertificates).slice(1)) {
      await this.#write('load-cert', sectionOf({ type: 'X509', flag: 'NONE', data }));
    }
    await this.#write('load-conn', connectionMessage(tunnel, secrets.publicKey));
    if (needsNewAssociations(changed)) await this.#endFormer(tunnel.name);
    this.#memory.remember(tunnel);
    this.#keeper.watch(tunnel);
  }

  /**
   * Once the new settings are loaded: the other end may have set up SAs by the former ones until then. One that was set up
   * by the new ones in between is ended too, and comes again.
   */
  async #endFormer(name: IpsecName): Promise<void> {
    for (const { uniqueId } of await this.#associations(name)) {
      await this.#client().request('terminate', sectionOf({ 'ike-id': uniqueId, timeout: -1 }));
    }
  }

  /** Once for each life of the daemon. */
  async #loadOwnKey(epoch: string): Promise<void> {
    const keys = await this.#client().request('get-keys');
    if (this.#keyLoaded === epoch && textsIn(keys, 'keys').length > 0) return;
    await this.#write(
      'load-key',
      sectionOf({ type: 'any', data: this.options.secrets.privateKey }),
    );
    this.#keyLoaded = epoch;
  }

  /** In this order: what is unloaded first lets its SAs go on; what is ended first might begin anew. */
  async #remove(name: IpsecName, epoch: string): Promise<void> {
    this.#keeper.unwatch(name);
    this.#memory.forget(name);
    this.#measurer.forget(name);
    if (epoch === '') return;
    const loaded = textsIn(await this.#client().request('get-conns'), 'conns');
    if (loaded.includes(name)) await this.#write('unload-conn', sectionOf({ name }));
    await this.#end(name);
    const shared = textsIn(await this.#client().request('get-shared'), 'keys');
    if (shared.includes(name)) await this.#write('unload-shared', sectionOf({ id: name }));
  }

  async #end(name: IpsecName): Promise<void> {
    for (const force of [false, true]) {
      if ((await this.#associations(name)).length === 0) return;
      await this.#client().request('terminate', sectionOf({ ike: name, timeout: -1, force }));
      for (let waits = 0; waits < farewell / 20; waits += 1) {
        if ((await this.#associations(name)).length === 0) return;
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    }
    throw new Error('its SAs did not end');
  }

  async #associations(name: IpsecName): Promise<readonly IkeAssociation[]> {
    const found: IkeAssociation[] = [];
    const filter = sectionOf({ ike: name });
    for await (const part of this.#client().stream('list-sas', 'list-sa', filter)) {
      found.push(...associationsIn(part));
    }
    return found;
  }

  async #allAssociations(): Promise<readonly IkeAssociation[]> {
    const found: IkeAssociation[] = [];
    for await (const part of this.#client().stream('list-sas', 'list-sa', sectionOf({}))) {
      found.push(...associationsIn(part));
    }
    return found;
  }

  async #write(command: string, message: ViciSection): Promise<void> {
    this.#writes += 1;
    await this.#client().demand(command, message);
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
    this.#measurer.lookEvery(() => this.#allAssociations());
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
      if (!watched.has(tunnel.name)) this.#keeper.watch(tunnel);
    }
    this.#keeper.lookAtAll();
  }

  /** The daemon tells nobody that somebody unloads. */
  async #lookForLosses(): Promise<void> {
    const before = this.#state;
    await this.observe().catch(() => undefined);
    if (this.#state !== before) this.#listener();
  }
}
