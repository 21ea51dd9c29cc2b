import { execa } from 'execa';

/**
 * Somebody else on a host: one `ip -batch` that takes commands as they come, so that the start of a program is no part
 * of what is measured.
 */
export class ForeignIp {
  readonly #process;

  constructor(namespace: string) {
    this.#process = execa('ip', ['-n', namespace, '-batch', '-'], {
      stdin: 'pipe',
      reject: false,
    });
  }

  say(...commands: readonly string[]): void {
    this.#process.stdin.write(commands.map((command) => `${command}\n`).join(''));
  }

  async end(): Promise<void> {
    this.#process.stdin.end();
    await this.#process;
  }
}
