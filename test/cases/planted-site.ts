import { execa } from 'execa';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { join, relative } from 'node:path';
import type { Place } from './secret-search.js';
import { until } from './tunnel-site.js';

/** Stands in names, titles and paths: whoever searches the places must find it there. */
export const marker = 'control-marker';

const controllerUrl = 'http://127.0.0.1:8480';
const webhookPort = 8490;

export interface Answer {
  readonly status: number;
  readonly body: unknown;
}

interface Request {
  readonly method?: string;
  readonly body?: string;
  readonly token?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/**
 * The built programs in the namespace of the thread, and everything that anybody may see of them: `places` grows with
 * every answer, event, process and look at the files.
 */
export class PlantedSite {
  readonly places: Place[] = [];
  readonly controllerData: string;
  readonly agentState: string;
  /** Sent with every request that has no token of its own. */
  token = '';
  readonly #programs: { readonly name: string; readonly child: Program }[] = [];
  readonly #processes = new Set<string>();
  readonly #webhook: Server;
  readonly #watch: NodeJS.Timeout;
  readonly #end = new AbortController();
  #events: Promise<void> | undefined;

  constructor(readonly folder: string) {
    this.controllerData = join(folder, 'controller');
    this.agentState = join(folder, 'agent');
    this.#webhook = createServer((request, response) => {
      let body = '';
      request.on('data', (part: Buffer) => (body += part.toString()));
      request.on('end', () => {
        this.#see('webhook', JSON.stringify(request.headers) + body);
        response.writeHead(204).end();
      });
    }).listen(webhookPort, '127.0.0.1');
    this.#watch = setInterval(() => {
      this.#lookAtProcesses();
    }, 50);
  }

  /** For what only one program reads: neither data nor state. */
  input(name: string, content: string | Buffer): string {
    mkdirSync(join(this.folder, 'input'), { recursive: true, mode: 0o700 });
    const path = join(this.folder, 'input', name);
    writeFileSync(path, content, { mode: 0o600 });
    return path;
  }

  async startController(webhookSecret: string): Promise<void> {
    const secretFile = this.input('webhook-secret', `${webhookSecret}\n`);
    const url = `http://127.0.0.1:${webhookPort}/${marker}`;
    const receiver = { kind: 'webhook', name: marker, url, secretFile };
    const config = this.input('config.yaml', JSON.stringify({ eventReceivers: [receiver] }));
    this.#start('controller', '--config', config);
    const isReady = (): Promise<boolean> =>
      fetch(`${controllerUrl}/readyz`).then(
        ({ ok }) => ok,
        () => false,
      );
    await until(isReady, Boolean, 40);
    await until(() => existsSync(join(this.controllerData, 'admin-token')), Boolean);
    this.token = readFileSync(join(this.controllerData, 'admin-token'), 'utf8').trim();
  }

  startAgent(joinToken: string, anchor: string): void {
    const joining = ['--join-token-file', this.input('join-token', `${joinToken}\n`)];
    this.#start(
      'agent',
      ...['--state', this.agentState, '--controller', controllerUrl, '--trust-anchor', anchor],
      ...[...joining, '--userspace-esp', '--poll', '1'],
    );
  }

  /** A program that ends by itself; what it says counts as seen. */
  async run(program: string, ...args: readonly string[]): Promise<string> {
    const child = this.#spawn(program, args);
    const { stdout, stderr } = await child;
    this.#see(`output of ${program} ${args[0] ?? ''}`, `${stdout}\n${stderr}`);
    return stdout;
  }

  /** @param isSecret the answer shows a secret, this once, to whoever asked for it: it does not count as seen */
  async call(path: string, request: Request = {}, isSecret = false): Promise<Answer> {
    const { method = 'GET', body, token = this.token, headers } = request;
    const answer = await fetch(controllerUrl + path, {
      method,
      body: body ?? null,
      signal: AbortSignal.timeout(20_000),
      headers: {
        authorization: `Bearer ${token}`,
        'content-type': 'application/json',
        ...headers,
      },
    });
    const text = await answer.text();
    const all = `${JSON.stringify([...answer.headers])}\n${text}`;
    const where = path.startsWith('/metrics') ? 'metrics' : 'answer';
    if (!isSecret) this.#see(`${where} ${answer.status} ${method} ${path.split('?')[0]}`, all);
    const isJson = String(answer.headers.get('content-type')).includes('json');
    return { status: answer.status, body: isJson && text !== '' ? JSON.parse(text) : text };
  }

  /** Every event, from the first one to the end. */
  watchEvents(): void {
    this.#events = this.#readEvents().catch(() => undefined); // The end is an abort.
  }

  /** Every address of the API that can be looked at, with what the site has in the places of its parameters. */
  async lookAtAnswers(contracts: readonly string[]): Promise<void> {
    const { body: openapi } = await this.call('/api/v1/openapi.json');
    const { body: operations } = await this.call('/api/v1/operations');
    const ids = (operations as { readonly items: readonly { readonly id: string }[] }).items;
    const known: Readonly<Record<string, readonly string[]>> = {
      contracts,
      nodes: ['host-a'],
      operations: ids.map(({ id }) => id),
    };
    const { paths } = openapi as { readonly paths: Readonly<Record<string, object>> };
    for (const [path, methods] of Object.entries(paths)) {
      if (!('get' in methods) || path === '/api/v1/events') continue;
      const [, family = ''] = /(\w+)\/\{id\}/.exec(path) ?? [];
      const named = path.replace('{workload}', `${marker}-plain`).replace('{type}', 'ipsec');
      for (const id of path.includes('{id}') ? (known[family] ?? []) : [''])
        await this.call(named.replace('{id}', id));
    }
  }

  /** Every file below the directories of the two programs. @param when tells one look from another */
  lookAtFiles(when: string): void {
    for (const directory of [this.controllerData, this.agentState]) {
      for (const entry of readdirSync(directory, { recursive: true, withFileTypes: true })) {
        const path = join(entry.parentPath, entry.name);
        if (!entry.isFile()) continue;
        const name = `file ${relative(this.folder, path)}`;
        this.places.push({ name: `${name} ${when}`, bytes: readFileSync(path) });
      }
    }
  }

  /** Permissions of a file below the folder. */
  mode(path: string): number {
    return statSync(join(this.folder, path)).mode & 0o777;
  }

  /** Ends the programs, the last one first, and takes what they have logged. */
  async stop(): Promise<void> {
    for (const { name, child } of this.#programs.reverse()) {
      child.kill();
      const { stdout, stderr } = await child;
      this.#see(`log of ${name}`, `${stdout}\n${stderr}`);
    }
    this.#programs.length = 0;
    clearInterval(this.#watch);
    this.#end.abort();
    await this.#events;
    for (const seen of this.#processes) this.#see('process', seen);
    this.#webhook.close();
    this.#webhook.closeAllConnections();
  }

  #start(name: string, ...args: readonly string[]): void {
    this.#programs.push({ name, child: this.#spawn(name, args) });
  }

  #spawn(program: string, args: readonly string[]): Program {
    return startProgram(program, args, {
      HERCULES_LISTEN: '127.0.0.1:8480',
      HERCULES_DATA: this.controllerData,
      HERCULES_LOG_LEVEL: 'debug',
      HERCULES_URL: controllerUrl,
      HERCULES_TOKEN_FILE: join(this.controllerData, 'admin-token'),
    });
  }

  async #readEvents(): Promise<void> {
    const { signal } = this.#end;
    const headers = { authorization: `Bearer ${this.token}` };
    const answer = await fetch(`${controllerUrl}/api/v1/events?after=0`, { headers, signal });
    for await (const bytes of answer.body ?? []) this.#see('events', String(Buffer.from(bytes)));
  }

  #see(name: string, text: string): void {
    this.places.push({ name, bytes: Buffer.from(text) });
  }

  /** Arguments and environment of every process that has to do with the folder, whoever started it. */
  #lookAtProcesses(): void {
    for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
      if (Number(pid) === process.pid) continue;
      const [args, environment] = [read(`/proc/${pid}/cmdline`), read(`/proc/${pid}/environ`)];
      const seen = `arguments ${args}\nenvironment ${environment}`;
      if (seen.includes(this.folder)) this.#processes.add(seen);
    }
  }
}

function startProgram(
  program: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
) {
  return execa(process.execPath, [`dist/apps/${program}/src/main.js`, ...args], {
    ...{ reject: false, forceKillAfterDelay: 5_000, env },
  });
}

type Program = ReturnType<typeof startProgram>;

/** '' where the process has ended, or is not ours to look at. */
function read(path: string): string {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return '';
  }
}
