/** Where text goes. */
export interface TextSink {
  write(text: string): void;
  /** A person looks at it: colours and lines that are written again are welcome. */
  readonly isTerminal: boolean;
}

/** All that the program knows of the outside besides files and the controller. */
export interface CliIo {
  readonly stdin: AsyncIterable<Uint8Array>;
  readonly stdout: TextSink;
  readonly stderr: TextSink;
  readonly env: Readonly<Record<string, string | undefined>>;
  now(): Date;
  randomBytes(count: number): Uint8Array;
  /** Aborts requests and waits, as on an interrupt; absent: nothing does. */
  readonly signal?: AbortSignal;
}
