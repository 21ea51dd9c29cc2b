/** Lets one piece of work after the other use something that has room for one. */
export class Exclusive {
  #last: Promise<unknown> = Promise.resolve();

  /** Begins when all work before it has ended, well or badly. */
  run<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#last.then(work, work);
    this.#last = result.catch(() => undefined);
    return result;
  }
}
