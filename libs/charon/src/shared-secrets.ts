import type { IpsecName, IpsecResource } from '#drivers';
import { sectionOf, textsIn, type ViciClient, type ViciSection } from '#vici';
import { secretIdOf, secretIdsOf, secretMessage } from './connection-message.js';
import type { HeldSecretsFile } from './held-secrets-file.js';
import {
  inLoadingOrder,
  isSameHolding,
  nextSecrets,
  plainSecrets,
  secretsAt,
  turnedSecrets,
  type HeldSecret,
  type HeldSecrets,
} from './held-secrets.js';
import type { HostSecrets } from './host-secrets.js';

export interface SecretCommands {
  readonly request: ViciClient['request'];
  readonly write: (command: string, message: ViciSection) => Promise<void>;
}

/** The shared secrets in the daemon, also while the ends of a tunnel go from one to another. Throws {@link ViciError}. */
export class SharedSecrets {
  constructor(
    private readonly commands: SecretCommands,
    private readonly secrets: HostSecrets,
    private readonly file: HeldSecretsFile,
    private readonly now: () => number,
  ) {}

  /**
   * Answers with what is to be done when the connection was loaded: no secret goes before.
   * @param former what the daemon has under this name; undefined: nothing, or nobody knows what
   */
  async load(
    tunnel: IpsecResource,
    former: IpsecResource | undefined,
  ): Promise<() => Promise<void>> {
    const noted = this.file.of(tunnel.name);
    const before = noted ?? (former === undefined ? undefined : plainSecrets(former));
    const held = nextSecrets(tunnel, before, this.now());
    this.file.set(tunnel.name, held);
    // Owners and all: what the daemon has it need not be told again.
    const isThere =
      former !== undefined && isSameHolding(plainSecrets(former), plainSecrets(tunnel));
    if (isThere && isSameHolding(before, held)) return () => Promise.resolve();
    if (held !== undefined) await this.#tell(tunnel.name, held, inLoadingOrder(held));
    return () => (former === undefined ? Promise.resolve() : this.#unloadOthers(tunnel.name, held));
  }

  /** The peer did not take by what this end proved itself: the next try is by another one, where there is one. */
  async refused(tunnel: IpsecResource): Promise<void> {
    const held = this.file.of(tunnel.name) ?? plainSecrets(tunnel);
    if (held !== undefined) await this.#become(tunnel.name, tunnel, held, turnedSecrets(held));
  }

  /**
   * Takes the steps whose time has come, and answers with the tunnels of which a former secret has gone.
   * @param loaded the connections that the daemon has
   */
  async keepTime(loaded: ReadonlyMap<string, IpsecResource>): Promise<readonly IpsecName[]> {
    const over: IpsecName[] = [];
    for (const [key, held] of this.file.all) {
      const name = key as IpsecName;
      const now = secretsAt(held, this.now());
      await this.#become(name, loaded.get(name), held, now);
      if (now.accepted.length < held.accepted.length) over.push(name);
    }
    return over;
  }

  unload(name: IpsecName): Promise<void> {
    return this.#unloadOthers(name, undefined);
  }

  forget(name: IpsecName): void {
    this.file.set(name, undefined);
  }

  /** @param tunnel undefined: the daemon does not have it, and is told all of it when it gets it */
  async #become(
    name: IpsecName,
    tunnel: IpsecResource | undefined,
    held: HeldSecrets,
    next: HeldSecrets,
  ): Promise<void> {
    if (next === held) return;
    if (tunnel !== undefined) {
      if (next.signing !== held.signing) {
        await this.#tell(name, next, inLoadingOrder(next).slice(-1));
      }
      if (next.accepted.length < held.accepted.length) await this.#unloadOthers(name, next);
    }
    this.file.set(name, next);
  }

  async #tell(
    name: IpsecName,
    { localId, remoteId, wanted }: HeldSecrets,
    which: readonly HeldSecret[],
  ): Promise<void> {
    const messages = which.flatMap(({ secretDigest, sealedSecret }) => {
      const secret = this.#opened({ secretDigest, sealedSecret }, secretDigest === wanted);
      const subject = { name, secretDigest, localId, remoteId };
      return secret === undefined ? [] : [secretMessage(subject, secret)];
    });
    // One right after the other: until the last one is there, another one would prove this end.
    await Promise.all(messages.map((message) => this.commands.write('load-shared', message)));
  }

  /** Undefined: a former one can't be read any more, as when the host has got another key. */
  #opened(secret: HeldSecret, isNeeded: boolean): Buffer | undefined {
    try {
      return this.secrets.open(secret);
    } catch (cause) {
      if (isNeeded) throw cause;
      return undefined;
    }
  }

  async #unloadOthers(name: IpsecName, held: HeldSecrets | undefined): Promise<void> {
    const kept = (held?.accepted ?? []).map(({ secretDigest }) =>
      secretIdOf({ name, secretDigest }),
    );
    const there = secretIdsOf(name, textsIn(await this.commands.request('get-shared'), 'keys'));
    for (const id of there.filter((one) => !kept.includes(one))) {
      await this.commands.write('unload-shared', sectionOf({ id }));
    }
  }
}
