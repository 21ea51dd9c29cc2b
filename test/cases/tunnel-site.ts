import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { openHost } from '#apps/agent';
import { builtInDrivers, loadCatalogue } from '#catalog';
import { CharonHost, CharonProcess, hostSecrets, type TunnelHealth } from '#charon';
import {
  digestOf,
  generateSigningKey,
  privateKeyObject,
  publicKeyObject,
  publicKeyOf,
  sealSecret,
  type Charter,
  type Contract,
  type NodeId,
  type SigningKey,
} from '#contract';
import {
  compileContract,
  createRegistry,
  ipsecName,
  peerSheetsOf,
  readContract,
  type HostState,
  type Operation,
  type PeerSheet,
  type WantedResource,
} from '#drivers';
import {
  carryOut,
  CompositeHost,
  type ChangeOutcome,
  type HostPort,
  type OperationOutcome,
  type WatchedHost,
} from '#engine';
import type { LeafOptions, TestAuthority } from './test-authority.js';
import { inNewNetns, ip, withNetns, type Netns } from '../kernel/netns.js';

export const contractId = '01J9Z3NDEKTSV4RRFFQ69G5FAV';
export const tunnelName = ipsecName({ contract: contractId, workload: 'wan' });
const registry = createRegistry(builtInDrivers);

/** Everything that a host has when no kernel is asked. */
const bare: HostState = { links: [], addresses: [], routes: [], fdb: [] };

/** One end: a daemon in a namespace, and what keeps it. */
export class Gateway {
  readonly key: SigningKey = generateSigningKey();
  readonly health: TunnelHealth[] = [];
  readonly directory = mkdtempSync(join(tmpdir(), 'tunnel-'));
  readonly daemon = new CharonProcess({
    directory: this.directory,
    userspaceEsp: this.options.userspaceEsp,
    logLevel: 1,
    ...(this.options.ports && { ports: this.options.ports }),
    ...(this.options.isImpatient === true && {
      retransmission: { tries: 2, timeout: 1, base: 1.5 },
    }),
  });
  host: CharonHost;
  /** Milliseconds by which its clock is ahead of the machine's, as far as secrets go. */
  ahead = 0;
  #previous: readonly WantedResource[] = [];

  constructor(
    readonly node: string,
    readonly ns: Netns,
    private readonly options: {
      readonly userspaceEsp: boolean;
      readonly isImpatient?: boolean;
      readonly rest?: WatchedHost;
      /** UDP ports of IKE; absent: 500 and 4500. */
      readonly ports?: readonly [ike: number, natTraversal: number];
    },
  ) {
    this.host = this.#open();
  }

  /** The agent's part is gone and comes back; the daemon stays. */
  restartKeeper(): void {
    this.host.close();
    this.host = this.#open();
  }

  sealed(secret: Buffer): string {
    return sealSecret(secret, publicKeyOf(this.key));
  }

  /** What becomes of the tunnel's data; undefined: it is withdrawn. */
  async submit(
    site: TunnelSite,
    data: object | undefined,
    others: readonly object[] = [],
  ): Promise<ChangeOutcome | string> {
    const wanted = data === undefined ? [] : site.wanted(this.node, data, others);
    if (typeof wanted === 'string') return wanted;
    const port = this.#port();
    const change = { contract: contractId, wanted, previous: this.#previous };
    const outcome = await carryOut(port, change, await port.observe());
    this.#previous = wanted;
    return outcome;
  }

  swanctl(...args: readonly string[]): string {
    return this.#run(args);
  }

  /**
   * Makes the end a strongSwan of somebody else: what its administrator wrote is all that it has.
   * @param files what stands in swanctl's folders, as `x509ca/ca.pem`
   */
  load(swanctlConf: string, files: Readonly<Record<string, string>> = {}): void {
    const directory = join(this.directory, 'swanctl');
    const all = { ...files, 'swanctl.conf': swanctlConf };
    for (const [name, text] of Object.entries(all)) {
      const path = join(directory, name);
      mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
      writeFileSync(path, text, { mode: 0o600 });
    }
    this.#run(['--load-all', '--noprompt'], { SWANCTL_DIR: directory });
  }

  get log(): string {
    return readFileSync(join(this.directory, 'charon.log'), 'utf8');
  }

  /** The last word on the tunnel. */
  get state(): string {
    const health = this.host.tunnels.find(({ name }) => name === tunnelName);
    return [health?.state ?? 'none', ...(health?.reason === undefined ? [] : [health.reason])].join(
      ' ',
    );
  }

  /** IKE_SAs that stand without carrying anything. */
  async halfUp(): Promise<readonly string[]> {
    const found = await this.host.associations(tunnelName);
    return found
      .filter(({ state, children }) => state === 'ESTABLISHED' && children.length === 0)
      .map(({ uniqueId }) => uniqueId);
  }

  /** What an operator is told to do. */
  get hint(): string {
    return this.host.tunnels.find(({ name }) => name === tunnelName)?.hint ?? '';
  }

  /** `<spi in> <spi out>` of each child that stands. */
  async spis(): Promise<readonly string[]> {
    const found = await this.host.associations(tunnelName);
    return found
      .flatMap(({ children }) => children)
      .filter(({ state }) => state === 'INSTALLED')
      .map(({ spiIn, spiOut }) => `${spiIn} ${spiOut}`)
      .sort();
  }

  /** Does what an agent does: whenever the host may have changed, what was wanted is wanted again. */
  keep(site: TunnelSite, data: object): void {
    this.host.onChange(() => {
      this.startDaemon();
      void this.submit(site, data);
    });
  }

  /** A process belongs where the thread is that starts it. */
  startDaemon(): void {
    this.ns.enter(() => {
      void this.daemon.ensureRunning();
    });
  }

  close(): void {
    this.host.onChange(() => undefined);
    this.host.close();
    this.daemon.kill();
    rmSync(this.directory, { recursive: true });
  }

  #run(args: readonly string[], env: Readonly<Record<string, string>> = {}): string {
    const where = ['--uri', `unix://${this.daemon.socket}`];
    return execFileSync('/usr/sbin/swanctl', [...args, ...where], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ...env },
    });
  }

  #open(): CharonHost {
    return new CharonHost({
      daemon: this.daemon,
      directory: this.directory,
      secrets: hostSecrets(this.key),
      now: () => Date.now() + this.ahead,
      onHealth: (health) => this.health.push(health),
      // The thread, by which the host would try it itself, stands in the first one's namespace.
      hasAddress: async (address) =>
        this.ns.enter(() => JSON.stringify(ip('address', 'show')).includes(`"${address}"`)),
    });
  }

  #port(): HostPort {
    const { host } = this;
    const { rest } = this.options;
    if (rest !== undefined) return new CompositeHost(rest, [host]);
    return {
      observe: async () => ({ ...bare, ...(await host.observe()) }),
      apply: (operations: readonly Operation[]): Promise<readonly OperationOutcome[]> =>
        host.apply(operations),
      get writes() {
        return host.writes;
      },
    };
  }
}

export interface TunnelSiteOptions {
  /**
   * Ends whose kernel does ESP, in the others it is the daemon. Where it is both, the first one has its interface, routes
   * and rules as well.
   */
  readonly kernelEsp?: readonly ('host-a' | 'host-b')[];
  /** A silent peer is given up after 5 s, not after 32 s. */
  readonly isImpatient?: boolean;
  /** The first one has links, routes and rules although its ESP is the daemon's. */
  readonly hasLinks?: boolean;
}

/** For the lab. */
export const inKernel: TunnelSiteOptions = { kernelEsp: ['host-a', 'host-b'] };

/**
 * Two gateways, 198.51.100.1 and .2 (2001:db8::1 and ::2), each with a network of its own behind it: 10.1.0.0/24 and
 * 10.2.0.0/24, of which it has the address .1. ESP is the daemon's own.
 */
export class TunnelSite {
  readonly name = tunnelName;
  readonly secret = Buffer.from(Array.from({ length: 32 }, (_, place) => (place * 37 + 11) % 256));

  /** What a test that fails leaves behind would keep Jest from ending. */
  readonly #pings = new Set<ChildProcess>();

  private constructor(
    readonly a: Gateway,
    readonly b: Gateway,
  ) {}

  static run(
    test: (site: TunnelSite) => Promise<void>,
    { kernelEsp = [], hasLinks = false, isImpatient = false }: TunnelSiteOptions = {},
  ): () => Promise<void> {
    return () =>
      inNewNetns((here) =>
        withNetns(async (there) => {
          furnish(here, there);
          const [ofA, ofB] = [!kernelEsp.includes('host-a'), !kernelEsp.includes('host-b')];
          const rest =
            kernelEsp.length < 2 && !hasLinks
              ? undefined
              : await openHost({ kinds: (await loadCatalogue()).kinds });
          const site = new TunnelSite(
            new Gateway('host-a', here, { userspaceEsp: ofA, isImpatient, ...(rest && { rest }) }),
            new Gateway('host-b', there, { userspaceEsp: ofB, isImpatient }),
          );
          try {
            site.startDaemons();
            await Promise.all([site.a, site.b].map(({ daemon }) => daemon.ensureRunning()));
            await test(site);
          } finally {
            for (const ping of site.#pings) ping.kill();
            site.a.close();
            site.b.close();
            rest?.close();
          }
        }),
      );
  }

  startDaemons(): void {
    for (const gateway of [this.a, this.b]) gateway.startDaemon();
  }

  /** The data of a tunnel between the two, by their keys. */
  tunnel(parts: object = {}, ends: readonly [object, object] = [{}, {}]): object {
    return {
      mode: 'policy',
      proposals: { ike: ['aes256gcm16-prfsha384-ecp384'], esp: ['aes256gcm16-ecp384'] },
      members: [
        { node: 'host-a', underlay: 'eth0', subnets: ['10.1.0.0/24'], ...ends[0] },
        { node: 'host-b', underlay: 'eth0', subnets: ['10.2.0.0/24'], ...ends[1] },
      ],
      ...parts,
    };
  }

  /** The far end's view of the near one as of somebody else's gateway. */
  foreign(peer: object): object {
    return this.tunnel({
      members: [{ node: 'host-b', underlay: 'eth0', subnets: ['10.2.0.0/24'] }],
      peer: { address: '198.51.100.1', subnets: ['10.1.0.0/24'], ...peer },
      initiator: 'peer',
    });
  }

  /** What an end calls itself where the contract says nothing. */
  idOf(node: string): string {
    return `${node}.wan.${contractId.toLowerCase()}.hercules`;
  }

  /** The same data, in which the ends are called otherwise. */
  withIds(data: object, ...ids: readonly string[]): object {
    const { members } = data as { readonly members: readonly object[] };
    return {
      ...data,
      members: members.map((member, place) => ({
        ...member,
        ...(ids[place] && { id: ids[place] }),
      })),
    };
  }

  /** PEM (SPKI). */
  publicKeyOf(node: 'host-a' | 'host-b'): string {
    const { key } = node === 'host-a' ? this.a : this.b;
    return publicKeyObject(key).export({ type: 'spki', format: 'pem' }).toString();
  }

  /** 10.11.0.0/24 and 10.12.0.0/24, of which the gateways have the address .1. */
  furnishSecondNetworks(): void {
    [this.a, this.b].forEach(({ ns }, place) => {
      ns.enter(() => ip('address', 'add', `10.1${place + 1}.0.1/24`, 'dev', 'lo'));
    });
  }

  /** 2001:db8:1::/64 and 2001:db8:2::/64, of which the gateways have the address ::1. */
  furnishIpv6Networks(): void {
    [this.a, this.b].forEach(({ ns }, place) => {
      ns.enter(() => ip('address', 'add', `2001:db8:${place + 1}::1/64`, 'dev', 'lo', 'nodad'));
    });
  }

  /** The same by a shared secret. */
  pskTunnel(
    parts: object = {},
    secret = this.secret,
    ends: readonly [object, object] = [{}, {}],
  ): object {
    const [a, b] = [this.a, this.b].map((end) => ({ secret: end.sealed(secret) }));
    return this.tunnel({ auth: 'psk', secretDigest: digestOf(secret), ...parts }, [
      { ...a, ...ends[0] },
      { ...b, ...ends[1] },
    ]);
  }

  /** The same by certificates of an authority for the hosts' keys. @param ends what the certificates of the ends say otherwise */
  certificateTunnel(
    authority: TestAuthority,
    parts: object = {},
    ends: readonly [Partial<LeafOptions>, Partial<LeafOptions>] = [{}, {}],
  ): object {
    const [a, b] = [this.a, this.b].map(({ node, key }, place) => ({
      certificates: authority.leaf({ id: this.idOf(node), privateKey: pemOf(key), ...ends[place] }),
    }));
    return this.tunnel({ auth: 'certificate', authorities: authority.certificate, ...parts }, [
      a ?? {},
      b ?? {},
    ]);
  }

  /** The near end's tunnel by certificates of one authority to a gateway of somebody else (`foreignConf`). */
  toForeignByCertificate(authority: TestAuthority, parts: object = {}): object {
    const { secretDigest, members, peer, ...rest } = this.toForeign() as ForeignData;
    const { secret, ...member } = members[0];
    const privateKey = pemOf(this.a.key);
    const certificates = authority.leaf({ id: member.id, privateKey });
    return {
      ...rest,
      auth: 'certificate',
      members: [{ ...member, certificates }],
      peer: { ...peer, authorities: authority.certificate },
      ...parts,
    };
  }

  /** The near end's tunnel by a shared secret to a gateway of somebody else at the far end's place (`foreignConf`). */
  toForeign(parts: object = {}, peer: object = {}, member: object = {}): object {
    return this.tunnel({
      auth: 'psk',
      secretDigest: digestOf(this.secret),
      members: [
        {
          ...{ node: 'host-a', underlay: 'eth0', id: 'host-a.example', subnets: ['10.1.0.0/24'] },
          secret: this.a.sealed(this.secret),
          ...member,
        },
      ],
      peer: {
        ...{ address: '198.51.100.2', id: 'gateway.example', subnets: ['10.2.0.0/24'] },
        ...peer,
      },
      ...parts,
    });
  }

  /** Both ends, each with what is said to it: the first may be told another thing than the second. */
  async submit(
    data: object | undefined,
    toB: object | undefined = data,
  ): Promise<readonly string[]> {
    const outcomes = [await this.a.submit(this, data), await this.b.submit(this, toB)];
    return outcomes.map((outcome) => (typeof outcome === 'string' ? outcome : stateOf(outcome)));
  }

  /** @param others workloads besides the tunnel, which is called 'wan' */
  wanted(
    node: string,
    data: object,
    others: readonly object[] = [],
  ): readonly WantedResource[] | string {
    const understood = readContract(registry, contractOf(data, others));
    const compiled = understood.ok
      ? compileContract(understood.value, this.charter, node as NodeId)
      : understood;
    return compiled.ok ? compiled.value : compiled.problems.map(({ code }) => code).join(' ');
  }

  /** What the administrator of the other end of the first gateway's tunnel is told. */
  peerSheet(data: object): PeerSheet {
    const understood = readContract(registry, contractOf(data));
    if (!understood.ok) throw new Error(understood.problems.map(({ detail }) => detail).join());
    const [entry] = understood.value.workloads;
    const sheets = entry && peerSheetsOf(understood.value, entry, this.charter);
    const [sheet] = sheets?.ok === true ? sheets.value : [];
    if (sheet === undefined) throw new Error('there is no sheet');
    return sheet;
  }

  get charter(): Charter {
    const nodes = [this.a, this.b].map(({ node, key }, place) => ({
      id: node,
      key: publicKeyOf(key),
      underlays: [
        {
          link: 'eth0',
          addresses: [
            `198.51.100.${place + 1}`,
            `2001:db8::${place + 1}`,
            `198.51.100.${place + 11}`,
            place === 0 ? '192.0.2.2' : '203.0.113.2',
          ],
        },
      ],
      parents: [],
    }));
    return { nodes } as unknown as Charter;
  }

  /** Packets that came back of so many that were sent through the tunnel. */
  ping(count = 2, from = '10.1.0.1', to = '10.2.0.1', size = 56): number {
    const pace = ['-c', String(count), '-i', '0.05', '-W', '2', '-s', String(size)];
    const args = ['-n', ...pace, '-I', from, to];
    try {
      const said = execFileSync('ping', args, { encoding: 'utf8' });
      return Number(/(\d+) received/.exec(said)?.[1]);
    } catch {
      return 0; // Nothing came back.
    }
  }

  /** Sends a packet every 50 ms until the answer is called, which tells how many did not come back before the last one. */
  pingSteadily(from = '10.1.0.1', to = '10.2.0.1'): () => Promise<number> {
    const ping = spawn('ping', ['-n', '-i', '0.05', '-I', from, to], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    this.#pings.add(ping);
    let said = '';
    ping.stdout.on('data', (bytes) => (said += String(bytes)));
    const ended = new Promise((resolve) => ping.once('close', resolve));
    return async () => {
      ping.kill('SIGINT');
      await ended;
      const numbers = new Set(
        Array.from(said.matchAll(/icmp_seq=(\d+)/g), ([, seq]) => Number(seq)),
      );
      return numbers.size === 0 ? Infinity : Math.max(...numbers) - numbers.size;
    };
  }

  /** What is on the wire between the gateways meanwhile, a line a packet. */
  async captured(work: () => Promise<void>): Promise<readonly string[]> {
    // Multicast listeners report behind a hop-by-hop header (RFC 3810, 5), where 'icmp6' does not look.
    const filter = 'not arp and not icmp6 and not ip6[6] = 0';
    const args = ['-l', '-n', '-i', 'eth0', filter];
    const tcpdump = spawn('tcpdump', args, { stdio: ['ignore', 'pipe', 'pipe'] });
    let said = '';
    tcpdump.stdout.on('data', (bytes) => (said += String(bytes)));
    await new Promise((resolve) => tcpdump.stderr.once('data', resolve));
    await work();
    await new Promise((resolve) => setTimeout(resolve, 300));
    tcpdump.kill();
    return said.split('\n').filter((line) => line !== '');
  }
}

/** The parts of {@link TunnelSite.toForeign} that certificates replace. */
interface ForeignData {
  readonly secretDigest: string;
  readonly members: readonly [{ readonly id: string; readonly secret: string }];
  readonly peer: object;
}

function pemOf(key: SigningKey): string {
  return privateKeyObject(key).export({ type: 'pkcs8', format: 'pem' }).toString();
}

/** Waits until it is so; throws with the last answer where it never is. */
export async function until<Value>(
  look: () => Value | Promise<Value>,
  isSo: (value: Awaited<Value>) => boolean,
  seconds = 15,
): Promise<Awaited<Value>> {
  const end = performance.now() + seconds * 1000;
  for (;;) {
    const value = await look();
    if (isSo(value)) return value;
    if (performance.now() > end)
      throw new Error(`still ${JSON.stringify(value)} after ${seconds} s`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** @param workload the data of the tunnel, and beside it `enabled` of its workload */
function contractOf(
  workload: { readonly enabled?: boolean },
  others: readonly object[] = [],
): Contract {
  const { enabled = true, ...data } = workload;
  return {
    contractId,
    version: 1,
    audience: { nodes: ['host-a', 'host-b'] },
    workloads: [{ name: 'wan', type: 'ipsec', version: 1, enabled, data }, ...others],
  } as unknown as Contract;
}

function stateOf(outcome: ChangeOutcome): string {
  const problems = outcome.state === 'refused' ? outcome.problems.map(({ code }) => code) : [];
  const failures =
    outcome.state === 'rolled-back' ? outcome.failures.map(({ detail }) => detail) : [];
  return [outcome.state, ...problems, ...failures].join(' ');
}

function furnish(here: Netns, there: Netns): void {
  ip('link', 'add', 'eth0', 'type', 'veth', 'peer', 'name', 'eth0', 'netns', there.path);
  [here, there].forEach((ns, place) => {
    ns.enter(() => {
      ip('link', 'set', 'lo', 'up');
      ip('link', 'set', 'eth0', 'up');
      ip('address', 'add', `198.51.100.${place + 1}/24`, 'dev', 'eth0');
      ip('address', 'add', `2001:db8::${place + 1}/64`, 'dev', 'eth0', 'nodad');
      ip('address', 'add', `10.${place + 1}.0.1/24`, 'dev', 'lo');
    });
  });
}
