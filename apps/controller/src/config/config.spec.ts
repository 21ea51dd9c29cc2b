import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseConfig } from './controller-config.js';
import { isLocal, parseListenAddress } from './listen-address.js';
import { loadSettings } from './load-settings.js';

describe('listen address', () => {
  it.each([
    ['127.0.0.1:8480', { kind: 'tcp', host: '127.0.0.1', port: 8480 }],
    ['localhost:0', { kind: 'tcp', host: 'localhost', port: 0 }],
    ['[::1]:443', { kind: 'tcp', host: '::1', port: 443 }],
    ['unix:/run/hercules.sock', { kind: 'unix', path: '/run/hercules.sock' }],
  ])('reads %s', (text, address) => {
    expect(parseListenAddress(text)).toEqual(address);
  });

  it.each(['8480', '127.0.0.1', '127.0.0.1:65536', 'unix:relative', '::1:80', ':80', 'a b:80'])(
    'refuses %s',
    (text) => {
      expect(parseListenAddress(text)).toBeUndefined();
    },
  );

  it.each([
    ['127.0.0.1:1', true],
    ['127.8.0.1:1', true],
    ['localhost:1', true],
    ['[::1]:1', true],
    ['unix:/a', true],
    ['0.0.0.0:1', false],
    ['[::]:1', false],
    ['192.0.2.1:1', false],
    ['controller.example:1', false],
  ])('knows whether %s is of this machine only: %s', (text, expected) => {
    const address = parseListenAddress(text);

    expect(address && isLocal(address)).toBe(expected);
  });
});

const hook = (url: string, name = 'ops'): object => ({
  kind: 'webhook',
  name,
  url,
  secretFile: '/run/secret',
});

const flatPlan = (price: string): object => ({
  name: 'standard',
  currency: 'EUR',
  rates: [{ type: 'flat', name: 'base', price }],
});

describe('settings', () => {
  it('have defaults for everything', () => {
    expect(parseConfig({})).toEqual({
      ok: true,
      value: {
        listen: { kind: 'tcp', host: '127.0.0.1', port: 8480 },
        dataDir: './data',
        drivers: [],
        bodyLimitBytes: 8388608,
        nodeSilentAfterSeconds: 75,
        heartbeatSeconds: 15,
        eventsKept: 100000,
        eventReceivers: [],
        pricePlans: [],
        logLevel: 'info',
      },
    });
  });

  it.each([
    [{ listen: 'everywhere' }, '/listen'],
    [{ trustAnchor: 'me' }, '/trustAnchor'],
    [{ tls: { cert: 'a' } }, '/tls/key'],
    [{ colour: 'red' }, '/colour'],
    [{ eventsKept: 0 }, '/eventsKept'],
    [{ logLevel: 'loud' }, '/logLevel'],
    [{ pricePlans: [{ ...flatPlan('49.90'), currency: 'euro' }] }, '/pricePlans/0'],
    [{ pricePlans: [flatPlan('49,90')] }, '/pricePlans/0'],
    [{ pricePlans: [flatPlan('49.90'), flatPlan('5')] }, '/pricePlans/1'],
    [{ eventReceivers: [{ kind: 'pigeon', name: 'a' }] }, '/eventReceivers/0/kind'],
    [{ eventReceivers: [{ kind: 'syslog', name: 'a' }] }, '/eventReceivers/0/host'],
    [{ eventReceivers: [hook('http://example.com/')] }, '/eventReceivers/0/url'],
    [{ eventReceivers: [hook('ftp://127.0.0.1/')] }, '/eventReceivers/0/url'],
    [{ eventReceivers: [hook('https://a.example/', 'Bad Name')] }, '/eventReceivers/0/name'],
    [
      { eventReceivers: [hook('https://a.example/'), hook('https://b.example/')] },
      '/eventReceivers/1/name',
    ],
    [
      { eventReceivers: [{ ...hook('https://a.example/'), types: ['contract.burnt'] }] },
      '/eventReceivers/0/types/0',
    ],
  ])('that are wrong are named: %j', (settings, path) => {
    expect(parseConfig(settings)).toMatchObject({ ok: false, problems: [{ path }] });
  });
});

describe('settings file', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'settings-'));
  });

  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  function file(text: string): string {
    const path = join(folder, 'settings.yaml');
    writeFileSync(path, text);
    return path;
  }

  it('counts where the environment says nothing', async () => {
    const path = file('listen: 127.0.0.1:1\ndataDir: /a\n');

    expect(await loadSettings(path, { HERCULES_DATA: '/b', HERCULES_LISTEN: '' })).toEqual({
      listen: '127.0.0.1:1',
      dataDir: '/b',
    });
  });

  it('may be empty', async () => {
    expect(await loadSettings(file(''), {})).toEqual({});
  });

  it('is the one that the project brings', async () => {
    const path = join(import.meta.dirname, '../../../../config/default.yaml');

    expect(parseConfig(await loadSettings(path, {}))).toMatchObject({ ok: true });
  });

  it('are as docs/operating.md shows them', async () => {
    const guide = join(import.meta.dirname, '../../../../docs/operating.md');
    const shown =
      /```yaml\n(eventReceivers:[^]*?)```/.exec(readFileSync(guide, 'utf8'))?.[1] ?? '-';

    expect(parseConfig(await loadSettings(file(shown), {}))).toMatchObject({
      ok: true,
      value: { eventReceivers: [{ kind: 'syslog' }, { kind: 'webhook' }] },
    });
  });

  it.each(['- a', 'text', '{'])('is refused when it says %s', async (text) => {
    await expect(loadSettings(file(text), {})).rejects.toMatchObject({
      code: 'settings-unreadable',
    });
  });

  it('is not needed', async () => {
    const environment = {
      HERCULES_TLS_CERT: '/c',
      HERCULES_TLS_KEY: '/k',
      HERCULES_TRUST_ANCHOR: 'x',
    };

    expect(await loadSettings(undefined, environment)).toEqual({
      tls: { cert: '/c', key: '/k' },
      trustAnchor: 'x',
    });
  });
});
