import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export type KeyType = 'ed25519' | 'rsa3072' | 'rsa4096' | 'ecdsa256' | 'ecdsa384' | 'ecdsa521';

export interface LeafOptions {
  /** Name in `subjectAltName`, which is the id in IKE; an address is written as such. */
  readonly id: string;
  /** PEM (PKCS#8). */
  readonly privateKey: string;
  /** Seconds since the epoch; absent: from an hour ago until tomorrow. */
  readonly validFrom?: number;
  readonly validUntil?: number;
  /** Further lines of extensions, as openssl writes them. */
  readonly extensions?: readonly string[];
  readonly subject?: string;
}

const algorithms: Record<KeyType, readonly string[]> = {
  ed25519: ['ed25519'],
  rsa3072: ['rsa', '-pkeyopt', 'rsa_keygen_bits:3072'],
  rsa4096: ['rsa', '-pkeyopt', 'rsa_keygen_bits:4096'],
  ecdsa256: ['ec', '-pkeyopt', 'ec_paramgen_curve:P-256'],
  ecdsa384: ['ec', '-pkeyopt', 'ec_paramgen_curve:P-384'],
  ecdsa521: ['ec', '-pkeyopt', 'ec_paramgen_curve:P-521'],
};

/** PEM (PKCS#8). */
export function generateKey(type: KeyType): string {
  return openssl(['genpkey', '-algorithm', ...algorithms[type]]);
}

const forAuthorities = [
  'basicConstraints=critical,CA:TRUE',
  'keyUsage=critical,keyCertSign,cRLSign',
  'subjectKeyIdentifier=hash',
];

/** Issues certificates by openssl, as an enterprise's authority would. */
export class TestAuthority {
  readonly #directory: string;

  private constructor(
    readonly certificate: string,
    key: string,
  ) {
    this.#directory = mkdtempSync(join(tmpdir(), 'authority-'));
    this.#put('ca.pem', certificate);
    this.#put('ca.key', key);
    this.#put('index.txt', '');
    this.#put('crlnumber', '01\n');
    this.#put(
      'ca.conf',
      [
        ...['[ca]', 'default_ca=it', '[it]', 'policy=any', 'unique_subject=no', 'rand_serial=yes'],
        ...[`database=${this.#file('index.txt')}`, `new_certs_dir=${this.#directory}`],
        ...[`crlnumber=${this.#file('crlnumber')}`, 'default_md=default', 'default_crl_days=7'],
        // RFC 5280, section 5.2.1; by it a list is found.
        ...['crl_extensions=list', '[list]', 'authorityKeyIdentifier=keyid'],
        ...['[any]', 'organizationName=optional', 'commonName=supplied', ''],
      ].join('\n'),
    );
  }

  static root(name: string, keyType: KeyType = 'ecdsa384'): TestAuthority {
    const key = generateKey(keyType);
    const subject = ['-subj', `/O=Example/CN=${name}`, '-days', '30'];
    const extensions = forAuthorities.flatMap((line) => ['-addext', line]);
    return new TestAuthority(
      openssl(['req', '-x509', '-new', ...subject, ...extensions], key),
      key,
    );
  }

  /** An authority that this one vouches for. */
  intermediate(name: string, keyType: KeyType = 'ecdsa384'): TestAuthority {
    const privateKey = generateKey(keyType);
    const certificate = this.#issue(`/O=Example/CN=${name}`, privateKey, forAuthorities);
    return new TestAuthority(certificate, privateKey);
  }

  leaf({ id, privateKey, extensions = [], subject, ...dates }: LeafOptions): string {
    const kind = /^[\d.]+$|:/.test(id) ? 'IP' : 'DNS';
    const all = ['basicConstraints=CA:FALSE', `subjectAltName=${kind}:${id}`, ...extensions];
    return this.#issue(subject ?? `/O=Example/CN=${id}`, privateKey, all, dates);
  }

  revoke(certificate: string): void {
    this.#put('revoked.pem', certificate);
    this.#openssl('-revoke', this.#file('revoked.pem'));
  }

  /** The list of what was revoked so far, in PEM. */
  revocationList(): string {
    return this.#openssl('-gencrl');
  }

  /** Answers by OCSP at a port of the namespace in which this thread stands, until the process is killed; its first words come when it does. */
  respond(port: number): ChildProcess {
    const signer = ['-rsigner', this.#file('ca.pem'), '-rkey', this.#file('ca.key')];
    const index = ['-index', this.#file('index.txt'), '-CA', this.#file('ca.pem')];
    const args = ['ocsp', '-port', String(port), ...index, ...signer, '-ndays', '1'];
    return spawn('openssl', args, { stdio: ['ignore', 'ignore', 'pipe'] });
  }

  close(): void {
    rmSync(this.#directory, { recursive: true });
  }

  #issue(
    subject: string,
    privateKey: string,
    extensions: readonly string[],
    { validFrom, validUntil }: Pick<LeafOptions, 'validFrom' | 'validUntil'> = {},
  ): string {
    const now = Date.now() / 1000;
    this.#put('request.pem', openssl(['req', '-new', '-subj', subject], privateKey));
    this.#put('extensions', [...extensions, 'authorityKeyIdentifier=keyid', ''].join('\n'));
    return this.#openssl(
      ...['-batch', '-notext', '-preserveDN', '-in', this.#file('request.pem')],
      ...['-extfile', this.#file('extensions')],
      ...['-startdate', stamp(validFrom ?? now - 3_600)],
      ...['-enddate', stamp(validUntil ?? now + 86_400)],
    );
  }

  #openssl(...args: readonly string[]): string {
    const signer = ['-keyfile', this.#file('ca.key'), '-cert', this.#file('ca.pem')];
    return openssl(['ca', '-config', this.#file('ca.conf'), ...signer, ...args]);
  }

  #file(name: string): string {
    return join(this.#directory, name);
  }

  #put(name: string, text: string): void {
    writeFileSync(this.#file(name), text, { mode: 0o600 });
  }
}

/** `YYYYMMDDHHMMSSZ`. */
function stamp(seconds: number): string {
  return `${new Date(seconds * 1000).toISOString().replace(/[-:T]|\..*/g, '')}Z`;
}

/** @param key where given, in a file for as long as the command runs: openssl takes none from a pipe */
function openssl(args: readonly string[], key?: string): string {
  const directory = mkdtempSync(join(tmpdir(), 'key-'));
  const file = join(directory, 'key.pem');
  try {
    if (key !== undefined) writeFileSync(file, key, { mode: 0o600 });
    const all = [...args, ...(key === undefined ? [] : ['-key', file])];
    return execFileSync('openssl', all, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  } finally {
    rmSync(directory, { recursive: true });
  }
}
