import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { CollectorProcess } from './collector-process.js';
import { judgePort, sumOf, type Judge, type Verdict } from './judge.js';

interface Printed {
  readonly packets: number;
  readonly bytes: number;
  readonly flows?: number;
}

/** nfacctd of Debian's pmacct, with its plug-in that prints. */
export class NfacctdJudge implements Judge {
  readonly collector = `127.0.0.1:${judgePort}`;
  readonly #directory = mkdtempSync(join(tmpdir(), 'hercules-nfacctd-'));
  readonly #process = new CollectorProcess();
  #runs = 0;

  async start(): Promise<void> {
    this.#runs += 1;
    const path = join(this.#directory, `${this.#runs}.conf`);
    const lines = {
      daemonize: 'false',
      nfacctd_ip: '127.0.0.1',
      nfacctd_port: String(judgePort),
      nfacctd_pipe_size: '8000000',
      nfacctd_disable_checks: 'false',
      plugins: 'print',
      plugin_pipe_size: String(64 << 20),
      plugin_buffer_size: String(64 << 10),
      aggregate: 'proto, flows',
      print_output: 'json',
      print_output_file: this.#outputOf(this.#runs),
      print_output_file_append: 'true',
      print_refresh_time: '2',
    };
    const text = Object.entries(lines).map(([key, value]) => `${key}: ${value}\n`);
    writeFileSync(path, text.join(''));
    await this.#process.start('nfacctd', ['-f', path]);
  }

  /** It prints what it has every two seconds, and loses what it has not printed. */
  async stop(): Promise<void> {
    for (let before = -1, now = 0; now !== before;) {
      before = now;
      await sleep(4_500);
      now = this.#read(this.#runs).flows;
    }
    await this.#process.stop('SIGINT');
  }

  verdict(): Verdict {
    const runs = Array.from({ length: this.#runs }, (_, run) => this.#read(run + 1));
    // What it says where a message has another sequence number than the one before lets expect.
    const sequenceErrors = this.#process.log.match(/expecting (flow|sequence)/g)?.length ?? 0;
    return { ...sumOf(runs), sequenceErrors };
  }

  remove(): void {
    rmSync(this.#directory, { recursive: true, force: true });
  }

  #read(run: number): Verdict {
    if (!existsSync(this.#outputOf(run))) return sumOf([]);
    const lines = readFileSync(this.#outputOf(run), 'utf8').split('\n').filter(Boolean);
    return sumOf(
      lines.map((line) => {
        const { packets, bytes, flows = 0 } = JSON.parse(line) as Printed;
        return { packets, octets: bytes, flows, sequenceErrors: 0 };
      }),
    );
  }

  #outputOf(run: number): string {
    return join(this.#directory, `${run}.json`);
  }
}
