import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
// eslint-disable-next-line no-restricted-imports -- the support of all kernel tests stands outside of the libraries
import { generateKey, TestAuthority } from '../../../test/cases/test-authority.js';

export interface Credentials {
  readonly ca: string;
  readonly cert: string;
  readonly key: string;
}

/** What rsyslog understood of a message. */
export interface Understood {
  readonly priority: string;
  readonly time: string;
  readonly host: string;
  readonly program: string;
  readonly messageId: string;
  readonly structuredData: string;
  readonly text: string;
}

export const syslogPort = 6514;

/** Debian's rsyslog on loopback, over TLS, for clients with a certificate of its own authority. */
export class Rsyslog {
  private readonly folder = mkdtempSync(join(tmpdir(), 'rsyslog-'));
  private readonly authority = TestAuthority.root('ca');
  private process: ChildProcess | undefined;

  constructor() {
    const { ca, cert, key } = this.issued(this.authority, '127.0.0.1');
    for (const [name, pem] of Object.entries({ ca, cert, key })) {
      writeFileSync(this.path(`${name}.pem`), pem, { mode: 0o600 });
    }
    writeFileSync(this.path('rsyslog.conf'), this.configuration());
  }

  /** What a client shows that the collector knows. */
  credentials(): Credentials {
    return this.issued(this.authority, 'controller');
  }

  /** What a client of another authority shows, which the collector does not know. */
  stranger(): Credentials {
    const other = TestAuthority.root('other');
    try {
      return this.issued(other, 'stranger');
    } finally {
      other.close();
    }
  }

  async start(): Promise<void> {
    const files = ['-f', this.path('rsyslog.conf'), '-i', this.path('pid')];
    this.process = spawn('/usr/sbin/rsyslogd', ['-n', ...files], { stdio: 'ignore' });
    await until(() => listens(syslogPort));
  }

  async stop(): Promise<void> {
    const ended = new Promise((resolve) => this.process?.once('exit', resolve));
    this.process?.kill('SIGKILL');
    await ended;
    this.process = undefined;
  }

  async close(): Promise<void> {
    if (this.process !== undefined) await this.stop();
    this.authority.close();
    rmSync(this.folder, { recursive: true });
  }

  /** Waits until there are so many. */
  async received(count: number): Promise<readonly Understood[]> {
    await until(() => this.messages().length >= count);
    return this.messages();
  }

  private messages(): readonly Understood[] {
    if (!existsSync(this.path('received'))) return [];
    return readFileSync(this.path('received'), 'utf8').trimEnd().split('\n').map(understood);
  }

  /** All trust the authority of the collector. */
  private issued(authority: TestAuthority, id: string): Credentials {
    const key = generateKey('ecdsa256');
    return { ca: this.authority.certificate, cert: authority.leaf({ id, privateKey: key }), key };
  }

  private path(name: string): string {
    return join(this.folder, name);
  }

  private configuration(): string {
    return `
global(workDirectory="${this.folder}"
  DefaultNetstreamDriver="gtls"
  DefaultNetstreamDriverCAFile="${this.path('ca.pem')}"
  DefaultNetstreamDriverCertFile="${this.path('cert.pem')}"
  DefaultNetstreamDriverKeyFile="${this.path('key.pem')}")
module(load="imtcp" StreamDriver.Name="gtls" StreamDriver.Mode="1" StreamDriver.AuthMode="x509/certvalid")
input(type="imtcp" address="127.0.0.1" port="${syslogPort}")
template(name="parts" type="string"
  string="%pri%\\t%timereported:::date-rfc3339%\\t%hostname%\\t%app-name%\\t%msgid%\\t%structured-data%\\t%msg%\\n")
if $app-name == 'hercules-connect' then action(type="omfile" file="${this.path('received')}" template="parts")
`;
  }
}

function understood(line: string): Understood {
  const [
    priority = '',
    time = '',
    host = '',
    program = '',
    messageId = '',
    structuredData = '',
    ...text
  ] = line.split('\t');
  return { priority, time, host, program, messageId, structuredData, text: text.join('\t').trim() };
}

async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 20));
}

function listens(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('error', () => {
      resolve(false);
    });
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
  });
}
