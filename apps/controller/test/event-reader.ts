/** An event as it came over the line; comments have none of the three. */
export interface ReceivedEvent {
  readonly id?: string;
  readonly event?: string;
  readonly data?: unknown;
  readonly comment?: string;
}

/** Reads server-sent events over a real connection, one block at a time. */
export class EventReader {
  private constructor(
    private readonly reader: ReadableStreamDefaultReader<string>,
    private readonly stop: AbortController,
    readonly status: number,
    private rest = '',
  ) {}

  static async open(url: string, headers: Readonly<Record<string, string>>): Promise<EventReader> {
    const stop = new AbortController();
    const response = await fetch(url, { headers, signal: stop.signal });
    const body = response.body ?? new Blob([]).stream();
    const text = body.pipeThrough(new TextDecoderStream());
    return new EventReader(text.getReader(), stop, response.status);
  }

  /** The next block; undefined: the other side has ended the stream. */
  async next(): Promise<ReceivedEvent | undefined> {
    while (!this.rest.includes('\n\n')) {
      const { done, value } = await this.reader.read();
      if (done) return undefined;
      this.rest += value;
    }
    const end = this.rest.indexOf('\n\n');
    const block = this.rest.slice(0, end);
    this.rest = this.rest.slice(end + 2);
    return parse(block);
  }

  /** The next block that is not a comment. */
  async nextEvent(): Promise<ReceivedEvent | undefined> {
    for (;;) {
      const block = await this.next();
      if (block?.comment === undefined) return block;
    }
  }

  close(): void {
    this.stop.abort();
  }
}

function parse(block: string): ReceivedEvent {
  if (block.startsWith(':')) return { comment: block.slice(1).trim() };
  const fields = new Map(
    block.split('\n').map((line) => {
      const [name = '', ...value] = line.split(': ');
      return [name, value.join(': ')];
    }),
  );
  const id = fields.get('id');
  const event = fields.get('event');
  return {
    ...(id !== undefined && { id }),
    ...(event !== undefined && { event }),
    data: JSON.parse(fields.get('data') ?? 'null'),
  };
}
