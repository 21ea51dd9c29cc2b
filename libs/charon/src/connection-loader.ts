import type { IpsecName, IpsecResource } from '#drivers';
import { sectionOf, textsIn, type ViciClient, type ViciSection } from '#vici';
import { associationsOf, type IkeAssociation } from './associations.js';
import { certificatesIn, connectionMessage, revocationListsIn } from './connection-message.js';
import type { HeldSecretsFile } from './held-secrets-file.js';
import type { HostSecrets } from './host-secrets.js';
import { SharedSecrets } from './shared-secrets.js';

type Commands = Pick<ViciClient, 'request' | 'demand' | 'stream'>;

/** Milliseconds until the end of SAs is forced: a peer that is gone answers no farewell. */
const farewell = 1_500;

/** Tells the daemon of connections, and makes it forget them. Everything throws {@link ViciError}. */
export class ConnectionLoader {
  readonly shared: SharedSecrets;
  #writes = 0;

  constructor(
    private readonly vici: () => Commands,
    private readonly secrets: HostSecrets,
    held: HeldSecretsFile,
    now: () => number,
  ) {
    const commands = {
      request: (command: string, message?: ViciSection) => this.vici().request(command, message),
      write: (command: string, message: ViciSection) => this.#write(command, message),
    };
    this.shared = new SharedSecrets(commands, secrets, held, now);
  }

  /** Messages that asked the daemon to change what it was told. */
  get writes(): number {
    return this.#writes;
  }

  /** @param former what the daemon has under this name; undefined: nothing, or nobody knows what */
  async load(tunnel: IpsecResource, former: IpsecResource | undefined): Promise<void> {
    const { secrets } = this;
    const unloadFormer = await this.shared.load(tunnel, former);
    for (const data of certificatesIn(tunnel.authorities)) {
      await this.#write('load-cert', sectionOf({ type: 'X509', flag: 'CA', data }));
    }
    for (const data of certificatesIn(tunnel.localCertificates).slice(1)) {
      await this.#write('load-cert', sectionOf({ type: 'X509', flag: 'NONE', data }));
    }
    for (const data of revocationListsIn(tunnel.revocationLists)) {
      await this.#write('load-cert', sectionOf({ type: 'X509_CRL', flag: 'NONE', data }));
    }
    // The daemon asks the lists that it has used before the newer ones.
    if (tunnel.revocationLists !== '') {
      await this.#write('flush-certs', sectionOf({ type: 'X509_CRL' }));
    }
    await this.#write('load-conn', connectionMessage(tunnel, secrets.publicKey));
    await unloadFormer();
  }

  /** This host's own key, where the daemon does not have it. */
  async loadOwnKey(): Promise<void> {
    const keys = await this.vici().request('get-keys');
    if (textsIn(keys, 'keys').length > 0) return;
    await this.#write('load-key', sectionOf({ type: 'any', data: this.secrets.privateKey }));
  }

  /** In this order: what is unloaded first lets its SAs go on; what is ended first might begin anew. */
  async remove(name: IpsecName): Promise<void> {
    const loaded = textsIn(await this.vici().request('get-conns'), 'conns');
    if (loaded.includes(name)) await this.#write('unload-conn', sectionOf({ name }));
    await this.#end(name);
    await this.shared.unload(name);
  }

  associations(name: IpsecName): Promise<readonly IkeAssociation[]> {
    return associationsOf(this.vici(), name);
  }

  /** Ends what is established; who begins may do so anew. */
  async cut(name: IpsecName): Promise<void> {
    for (const { uniqueId } of await this.associations(name)) {
      await this.vici().request('terminate', sectionOf({ 'ike-id': uniqueId, timeout: -1 }));
    }
  }

  async #end(name: IpsecName): Promise<void> {
    for (const force of [false, true]) {
      if ((await this.associations(name)).length === 0) return;
      await this.vici().request('terminate', sectionOf({ ike: name, timeout: -1, force }));
      for (let waits = 0; waits < farewell / 20; waits += 1) {
        if ((await this.associations(name)).length === 0) return;
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    }
    throw new Error('its SAs did not end');
  }

  async #write(command: string, message: ViciSection): Promise<void> {
    this.#writes += 1;
    await this.vici().demand(command, message);
  }
}
