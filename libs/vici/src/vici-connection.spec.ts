import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  failing,
  FakeDaemon,
  sectionOf,
  success,
  textIn,
  ViciClient,
  ViciConnection,
  type FakeCommand,
  type ViciSection,
} from './index.js';

let directory = '';
const open: { close(): unknown }[] = [];

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'vici-'));
});
afterEach(async () => {
  for (const entry of open.splice(0).reverse()) await entry.close();
  rmSync(directory, { recursive: true });
});

const socket = (): string => join(directory, 'charon.vici');

async function daemon(commands: Readonly<Record<string, FakeCommand>> = {}): Promise<FakeDaemon> {
  const standing = await FakeDaemon.listen(
    socket(),
    { version: () => sectionOf({ daemon: 'charon' }), ...commands },
    ['log', 'list-sa'],
  );
  open.push(standing);
  return standing;
}

async function connection(patience?: number): Promise<ViciConnection> {
  const made = await ViciConnection.open(socket(), patience);
  open.push(made);
  return made;
}

const three: FakeCommand = (_message, tell) => {
  for (const name of ['a', 'b', 'c']) tell('list-sa', sectionOf({ name }));
  return new Map();
};

async function namesOf(stream: AsyncIterable<ViciSection>): Promise<readonly unknown[]> {
  const names: unknown[] = [];
  for await (const part of stream) names.push(textIn(part, 'name'));
  return names;
}

describe('a connection', () => {
  it('answers each of many requests that were made at once with its own answer', async () => {
    await daemon({ echo: (message) => message });
    const vici = await connection();
    const texts = Array.from({ length: 50 }, (_, place) => `text ${place}`);
    const answers = await Promise.all(
      texts.map((text) => vici.request('echo', sectionOf({ text }))),
    );
    expect(answers.map((answer) => textIn(answer, 'text'))).toEqual(texts);
  });

  it('asks several things at once, of which the daemon does one at a time', async () => {
    let [under, most] = [0, 0];
    await daemon({
      slow: async () => {
        under += 1;
        most = Math.max(most, under);
        await new Promise((resolve) => setTimeout(resolve, 5));
        under -= 1;
        return success;
      },
    });
    const vici = await connection();
    await Promise.all([vici.demand('slow'), vici.demand('slow'), vici.demand('slow')]);
    expect(most).toBe(1);
  });

  it("tells the daemon's own words of what it refused", async () => {
    await daemon({ 'load-conn': () => failing('unknown option: foo') });
    const vici = await connection();
    await expect(vici.demand('load-conn')).rejects.toMatchObject({
      code: 'refused',
      message: "the IKE daemon refused 'load-conn': unknown option: foo",
    });
    await expect(vici.request('version')).resolves.toBeDefined();
  });

  it('knows commands and events that the daemon does not have', async () => {
    await daemon();
    const vici = await connection();
    await expect(vici.request('nonsense')).rejects.toMatchObject({ code: 'unknown-command' });
    await expect(vici.subscribe('alert')).resolves.toBe(false);
    await expect(vici.subscribe('log')).resolves.toBe(true);
  });

  it('hears an event once, however often it was asked for', async () => {
    const standing = await daemon();
    const vici = await connection();
    await Promise.all([vici.subscribe('log'), vici.subscribe('log')]);
    await vici.subscribe('log');
    const heard: string[] = [];
    vici.listen((name) => heard.push(name));
    standing.tell('log', sectionOf({ msg: 'hello' }));
    await vici.request('version');
    expect(heard).toEqual(['log']);
  });

  it('reads one stream after the other, and keeps them apart', async () => {
    await daemon({ 'list-sas': three });
    const vici = await connection();
    const streams = [1, 2, 3].map(() => namesOf(vici.stream('list-sas', 'list-sa')));
    await expect(Promise.all(streams)).resolves.toEqual([1, 2, 3].map(() => ['a', 'b', 'c']));
  });

  it('goes on after a stream that nobody read to its end', async () => {
    await daemon({ 'list-sas': three });
    const vici = await connection();
    for await (const part of vici.stream('list-sas', 'list-sa')) {
      expect(textIn(part, 'name')).toBe('a');
      break;
    }
    await expect(vici.request('version')).resolves.toBeDefined();
    await expect(namesOf(vici.stream('list-sas', 'list-sa'))).resolves.toEqual(['a', 'b', 'c']);
  });

  it('gives the socket up with a request that was not answered in time', async () => {
    await daemon({ never: () => new Promise(() => undefined) });
    const vici = await connection(30);
    await expect(vici.request('never')).rejects.toMatchObject({ code: 'timeout' });
    await expect(vici.request('version')).rejects.toMatchObject({ code: 'timeout' });
    expect(vici.isOpen).toBe(false);
  });

  it.each([
    ['answers what nobody asked', [0, 0, 0, 1, 1]],
    ['sends what is no packet', [0, 0, 0, 1, 99]],
    ['sends a length that can not be', [255, 255, 255, 255]],
  ])('is given up when the daemon %s', async (_, bytes) => {
    const standing = await daemon();
    const vici = await connection();
    await vici.request('version');
    standing.babble(Buffer.from(bytes));
    await expect(vici.ended).resolves.toMatchObject({ code: 'malformed' });
  });

  it('ends with the daemon', async () => {
    const standing = await daemon();
    const vici = await connection();
    await vici.request('version');
    await standing.close();
    await expect(vici.ended).resolves.toMatchObject({ code: 'closed' });
    await expect(ViciConnection.open(socket())).rejects.toMatchObject({ code: 'unreachable' });
  });
});

describe('a client', () => {
  function client(tale: string[]): ViciClient {
    const made = new ViciClient({
      path: socket(),
      events: ['log', 'alert'],
      onEvent: (name) => tale.push(name),
      onHearing: () => tale.push('hearing'),
      onGap: ({ code }) => tale.push(code),
      pause: [5, 20],
    });
    open.push(made);
    return made;
  }

  async function until(condition: () => boolean): Promise<void> {
    while (!condition()) await new Promise((resolve) => setTimeout(resolve, 2));
  }

  it('hears events while a command lasts', async () => {
    const release = Promise.withResolvers<ViciSection>();
    const standing = await daemon({ slow: () => release.promise });
    const tale: string[] = [];
    const vici = client(tale);
    await until(() => tale.includes('hearing'));
    const answer = vici.demand('slow');
    await until(() => standing.heard.includes('slow'));
    standing.tell('log', new Map());
    await until(() => tale.includes('log'));
    release.resolve(success);
    await expect(answer).resolves.toEqual(success);
  });

  it('finds its daemon again, tells of the gap, and registers anew', async () => {
    const first = await daemon();
    const tale: string[] = [];
    const vici = client(tale);
    await until(() => tale.includes('hearing'));
    await vici.request('version');

    await first.close();
    await until(() => tale.includes('unreachable'));
    await expect(vici.request('version')).rejects.toMatchObject({ code: 'unreachable' });
    const second = await daemon();
    await until(() => tale.filter((word) => word === 'hearing').length === 2);
    second.tell('log', new Map());
    await until(() => tale.includes('log'));

    await expect(vici.request('version')).resolves.toBeDefined();
    expect(tale.filter((word) => word === 'log')).toHaveLength(1);
  });

  it('opens the socket for commands anew after a time-out', async () => {
    let calls = 0;
    await daemon({
      once: () => {
        calls += 1;
        return calls === 1 ? new Promise(() => undefined) : success;
      },
    });
    const vici = new ViciClient({
      path: socket(),
      events: [],
      onEvent: () => undefined,
      onHearing: () => undefined,
      onGap: () => undefined,
      patience: 40,
    });
    open.push(vici);
    await expect(vici.demand('once')).rejects.toMatchObject({ code: 'timeout' });
    await expect(vici.demand('once')).resolves.toEqual(success);
  });

  it('asks nothing any more when it was closed', async () => {
    await daemon();
    const vici = client([]);
    await vici.close();
    await expect(vici.request('version')).rejects.toMatchObject({ code: 'closed' });
  });
});
