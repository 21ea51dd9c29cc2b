import { readFileSync } from 'node:fs';
import { writeDurably } from './durable-file.js';

export interface NumberedInterface {
  readonly contract: string;
  /** For which it was numbered first. */
  readonly workload: string;
  readonly name: string;
  readonly number: number;
}

/** Numbers by which a host's interfaces are known outside, over re-creations and restarts; none is given twice. */
export class InterfaceNumbers {
  readonly #numbers = new Map<string, NumberedInterface>();
  #last = 0;

  constructor(private readonly path: string) {
    for (const entry of readEntries(path)) {
      this.#numbers.set(keyOf(entry), entry);
      this.#last = Math.max(this.#last, entry.number);
    }
  }

  get all(): readonly NumberedInterface[] {
    return [...this.#numbers.values()];
  }

  /** In the order of the interfaces; new ones are on disk before anybody hears of them. */
  numbersOf(interfaces: readonly Omit<NumberedInterface, 'number'>[]): readonly number[] {
    const before = this.#last;
    const numbers = interfaces.map((one) => this.#numberOf(one));
    if (this.#last > before) writeDurably(this.path, JSON.stringify(this.all));
    return numbers;
  }

  #numberOf(one: Omit<NumberedInterface, 'number'>): number {
    const known = this.#numbers.get(keyOf(one));
    if (known !== undefined) return known.number;
    this.#last += 1;
    this.#numbers.set(keyOf(one), { ...one, number: this.#last });
    return this.#last;
  }
}

function keyOf({ contract, name }: Pick<NumberedInterface, 'contract' | 'name'>): string {
  return `${contract} ${name}`;
}

function readEntries(path: string): readonly NumberedInterface[] {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as readonly NumberedInterface[];
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw cause;
  }
}
