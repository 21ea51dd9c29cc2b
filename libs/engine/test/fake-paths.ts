import type { InterfaceName, IpAddress } from '#drivers';
import type { PathProbe } from '../src/path-probe.js';

/** What can be reached, and with how large packets; a test changes it as cables are changed. */
export class FakePaths implements PathProbe {
  readonly #mtus = new Map<string, number>();
  /** '192.0.2.2 84 br-lan', in order. */
  readonly sent: string[] = [];

  /** Packets of up to so many bytes get there and back. */
  open(to: string, mtu: number): void {
    this.#mtus.set(to, mtu);
  }

  close(to: string): void {
    this.#mtus.delete(to);
  }

  passes(to: IpAddress, bytes: number, from?: InterfaceName): Promise<boolean> {
    this.sent.push([to, bytes, ...(from === undefined ? [] : [from])].join(' '));
    return Promise.resolve(bytes <= (this.#mtus.get(to) ?? 0));
  }
}
