import { openLog, redacted, type LogFields, type LogOptions } from './index.js';

function listen(options: Partial<LogOptions> = {}): {
  readonly lines: () => readonly LogFields[];
  readonly text: () => string;
  readonly to: { write(line: string): void };
  readonly options: LogOptions;
} {
  const written: string[] = [];
  const to = { write: (line: string): void => void written.push(line) };
  return {
    lines: () => written.map((line) => JSON.parse(line) as LogFields),
    text: () => written.join(''),
    to,
    options: { service: 'controller', to, ...options },
  };
}

describe('a line of the log', () => {
  it('is one JSON object with time, level, service, message and fields', () => {
    const heard = listen();
    openLog(heard.options).warn('the store does not answer', { tries: 3 });

    expect(heard.lines()).toEqual([
      {
        time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
        level: 'warn',
        service: 'controller',
        message: 'the store does not answer',
        tries: 3,
      },
    ]);
  });

  it('tells what the work is about', () => {
    const heard = listen({ about: () => ({ requestId: 'r-1' }) });
    openLog(heard.options).info('contract received');

    expect(heard.lines()).toMatchObject([{ requestId: 'r-1' }]);
  });

  it('is left out below the level', () => {
    const heard = listen({ level: 'warn' });
    const log = openLog(heard.options);
    log.debug('1');
    log.info('2');
    log.warn('3');
    log.error('4');

    expect(heard.lines().map(({ message }) => message)).toEqual(['3', '4']);
  });
});

describe('a secret', () => {
  const secret = 'R3d-h3rr1ng'.repeat(4).slice(0, 43);
  const pem = `-----BEGIN PRIVATE KEY-----\n${secret}\n-----END PRIVATE KEY-----`;

  it.each<[string, string, LogFields]>([
    ['in a field of that name', 'sent', { token: secret }],
    ['in a header', 'sent', { headers: { authorization: `Basic ${secret}` } }],
    ['in a JWK', 'made a key', { key: { kty: 'OKP', d: secret } }],
    ['deep in a list', 'loaded', { tunnels: [{ local: { auth: { psk: secret } } }] }],
    ['as a token within a sentence', `could not use hc_0123456789abcdef.${secret}`, {}],
    ['as a join token within an error', 'failed', { error: `Error: hj_${secret} is spent` }],
    ['as a bearer within a text', 'refused', { cause: `Bearer ${secret}` }],
    ['as PEM within a text', 'could not load', { error: `bad key ${pem} in file` }],
    ['as PEM that was cut off', 'could not load', { error: pem.slice(0, 60) }],
    ['too deep to look at', 'x', deep(secret)],
  ])('%s does not stand in the log', (_, message, fields) => {
    const heard = listen();
    openLog(heard.options).error(message, fields);

    expect(heard.lines()).toHaveLength(1);
    expect(heard.text()).not.toContain('R3d-h3rr1ng');
  });

  it('leaves a word that one was there', () => {
    const heard = listen();
    openLog(heard.options).error('refused', { token: secret, actor: 'token first' });

    expect(heard.lines()).toMatchObject([{ token: redacted, actor: 'token first' }]);
  });
});

function deep(secret: string): LogFields {
  return Array.from({ length: 20 }).reduce<LogFields>((inner) => ({ inner }), { text: secret });
}
