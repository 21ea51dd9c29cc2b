import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';

/** Where a collector listens: `udp://host:port`, `tcp://host:port`, or `host:port` for UDP. */
export interface CollectorAddress {
  readonly transport: 'udp' | 'tcp';
  /** An address or a name. */
  readonly host: string;
  readonly port: number;
}

const pattern = /^(?:(udp|tcp):\/\/)?(\[[0-9a-fA-F:]+\]|[0-9A-Za-z][0-9A-Za-z.-]*)(?::(\d{1,5}))?$/;

/** Undefined where the text names no collector. @param defaultPort where it names none */
export function parseCollector(text: string, defaultPort: number): CollectorAddress | undefined {
  const [, transport = 'udp', host, port = String(defaultPort)] = pattern.exec(text) ?? [];
  if (host === undefined || Number(port) < 1 || Number(port) > 65_535) return undefined;
  return {
    transport: transport === 'tcp' ? 'tcp' : 'udp',
    host: host.replace(/^\[|\]$/g, ''),
    port: Number(port),
  };
}

/** A name's address is asked for again after so many milliseconds. */
const resolveEvery = 60_000;

/** Finds the address of a collector; keeps the last known one where the name can't be resolved. */
export class CollectorResolver {
  #known: string | undefined;
  #asked = -Infinity;

  constructor(
    private readonly host: string,
    private readonly clock: () => number,
  ) {
    if (isIP(host) !== 0) this.#known = host;
  }

  async resolve(): Promise<string | undefined> {
    const isFixed = isIP(this.host) !== 0;
    if (isFixed || this.clock() - this.#asked < resolveEvery) return this.#known;
    this.#asked = this.clock();
    try {
      this.#known = (await lookup(this.host)).address;
    } catch {
      // The name server is silent or knows nothing: the last known address is better than none.
    }
    return this.#known;
  }
}
