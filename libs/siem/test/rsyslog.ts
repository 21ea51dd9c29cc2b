import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

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
  private process: ChildProcess | undefined;

  constructor() {
    this.authority('ca');
    this.certificate('server', 'ca', 'IP:127.0.0.1');
    this.certificate('client', 'ca', 'DNS:controller');
    writeFileSync(this.path('rsyslog.conf'), this.configuration());
  }

  credentials(name = 'client', ca = 'ca'): Credentials {
    const read = (file: string): string => readFileSync(this.path(file), 'utf8');
    return { ca: read(`${ca}.pem`), cert: read(`${name}.pem`), key: read(`${name}.key`) };
  }

  /** Makes another authority, which the collector does not know, and a client of its. */
  stranger(): Credentials {
    this.authority('other');
    this.certificate('stranger', 'other', 'DNS:stranger');
    return this.credentials('stranger', 'ca');
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

  private path(name: string): string {
    return join(this.folder, name);
  }

  private authority(name: string): void {
    this.openssl(
      'req',
      '-x509',
      '-newkey',
      'ec',
      '-pkeyopt',
      'ec_paramgen_curve:P-256',
      '-nodes',
      '-subj',
      `/CN=${name}`,
      '-keyout',
      `${name}.key`,
      '-out',
      `${name}.pem`,
      '-days',
      '2',
    );
  }

  private certificate(name: string, ca: string, subject: string): void {
    this.openssl(
      'req',
      '-newkey',
      'ec',
      '-pkeyopt',
      'ec_paramgen_curve:P-256',
      '-nodes',
      '-subj',
      `/CN=${name}`,
      '-keyout',
      `${name}.key`,
      '-out',
      `${name}.csr`,
    );
    writeFileSync(this.path(`${name}.ext`), `subjectAltName=${subject}\n`);
    this.openssl(
      'x509',
      '-req',
      '-in',
      `${name}.csr`,
      '-CA',
      `${ca}.pem`,
      '-CAkey',
      `${ca}.key`,
      '-CAcreateserial',
      '-days',
      '2',
      '-extfile',
      `${name}.ext`,
      '-out',
      `${name}.pem`,
    );
  }

  private openssl(...words: readonly string[]): void {
    execFileSync('openssl', words, { cwd: this.folder, stdio: 'ignore' });
  }

  private configuration(): string {
    return `
global(workDirectory="${this.folder}"
  DefaultNetstreamDriver="gtls"
  DefaultNetstreamDriverCAFile="${this.path('ca.pem')}"
  DefaultNetstreamDriverCertFile="${this.path('server.pem')}"
  DefaultNetstreamDriverKeyFile="${this.path('server.key')}")
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
