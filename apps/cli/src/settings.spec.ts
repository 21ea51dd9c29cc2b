import { CapturedSink } from '../test/captured-io.js';
import { CliError } from './cli-error.js';
import type { CliIo } from './cli-io.js';
import { settingsOf, type GlobalOptions } from './settings.js';

const options: GlobalOptions = { output: 'table', color: true, timeout: 30_000 };

function ioWith(env: CliIo['env'], isTerminal = false): CliIo {
  return {
    stdin: ReadableStream.from<Uint8Array>([]),
    stdout: new CapturedSink(isTerminal),
    stderr: new CapturedSink(),
    env,
    now: () => new Date(0),
    randomBytes: (count) => new Uint8Array(count),
  };
}

describe('settingsOf', () => {
  it('talks to this machine without a token when nothing is said', () => {
    expect(settingsOf(options, ioWith({}))).toEqual({
      url: 'http://127.0.0.1:8480',
      format: 'table',
      colour: false,
      timeout: 30_000,
    });
  });

  it('takes url and token from the environment', () => {
    const env = { HERCULES_URL: 'https://controller.example/', HERCULES_TOKEN: 'from-env' };
    expect(settingsOf(options, ioWith(env))).toMatchObject({
      url: 'https://controller.example',
      token: 'from-env',
    });
  });

  it('prefers options to the environment', () => {
    const env = { HERCULES_URL: 'https://controller.example', HERCULES_TOKEN: 'from-env' };
    const given = { ...options, url: 'http://192.0.2.1:8480', token: 'given' };
    expect(settingsOf(given, ioWith(env))).toMatchObject({
      url: 'http://192.0.2.1:8480',
      token: 'given',
    });
  });

  it.each([
    ['on a terminal', {}, true, true, true],
    ['not into a pipe', {}, true, false, false],
    ['not with NO_COLOR', { NO_COLOR: '1' }, true, true, false],
    ['not with --no-color', {}, false, true, false],
  ])('colours %s', (_title, env, color, isTerminal, colour) => {
    expect(settingsOf({ ...options, color }, ioWith(env, isTerminal)).colour).toBe(colour);
  });

  it.each(['controller.example:8480', 'ftp://controller.example', 'nonsense'])(
    'refuses %p as a controller',
    (url) => {
      expect(() => settingsOf({ ...options, url }, ioWith({}))).toThrow(CliError);
    },
  );
});
