import { parseConfig } from './config/controller-config.js';
import { openFrontDoor } from './front-door.js';

type Door = Parameters<typeof openFrontDoor>[0];

describe('front door', () => {
  const warnings: string[] = [];
  const logger = {
    debug: () => undefined,
    info: () => undefined,
    warn: (message: string) => {
      warnings.push(message);
    },
    error: () => undefined,
  };

  beforeEach(() => {
    warnings.length = 0;
  });

  async function open(listen: string, tls?: { cert: string; key: string }): Promise<string> {
    const config = parseConfig({ listen, ...(tls && { tls }) });
    if (!config.ok)
      throw new Error(`the test's settings are wrong: ${JSON.stringify(config.problems)}`);
    const door: Door = {
      listen: () => Promise.resolve(''),
      addresses: () => [{ address: '', family: 'IPv4', port: 4711 }],
    };
    return openFrontDoor(door, config.value, logger);
  }

  it.each([
    ['127.0.0.1:0', 'http://127.0.0.1:4711'],
    ['[::1]:0', 'http://[::1]:4711'],
    ['localhost:0', 'http://localhost:4711'],
  ])('at %s is %s, without a warning', async (listen, url) => {
    expect(await open(listen)).toBe(url);
    expect(warnings).toEqual([]);
  });

  it('warns when other machines reach it without TLS', async () => {
    await open('0.0.0.0:8480');

    expect(warnings).toEqual([expect.stringContaining('without TLS')]);
  });

  it('does not warn with TLS', async () => {
    expect(await open('0.0.0.0:8480', { cert: 'c', key: 'k' })).toBe('https://0.0.0.0:4711');
    expect(warnings).toEqual([]);
  });
});
