import type { IpsecResource } from '#drivers';
import { textIn, type ViciSection } from '#vici';
import type { WatchedTunnel } from './watched-tunnel.js';

/** IKE_SAs without a name, and strangers, that are remembered; of a flood of them the last ones. */
const mostMeant = 1_000;

/** Milliseconds after which a peer that began before its tunnel was watched is not waited for. */
const timeOfStranger = 5_000;

/** Finds the tunnel that a line of the daemon's log is about. */
export class LineSubjects {
  /** Of which tunnel IKE_SAs are that the daemon has not given a name yet. */
  readonly #meant = new Map<string, string>();
  /** When peers of no tunnel that is watched have begun, by their addresses. */
  readonly #strangers = new Map<string, number>();

  constructor(private readonly watched: ReadonlyMap<string, WatchedTunnel>) {}

  /** Before the daemon knows which tunnel a peer means, its lines tell only addresses, and some not even these. */
  of(message: ViciSection, line: string): WatchedTunnel | undefined {
    const id = numberIn(message);
    const named =
      this.watched.get(textIn(message, 'ikesa-name') ?? '') ??
      [...this.watched.values()].find(({ tunnel }) => names(line, tunnel)) ??
      this.watched.get(this.#meant.get(id) ?? '');
    if (named === undefined) this.#noteStranger(line);
    else if (id !== '') remember(this.#meant, id, named.tunnel.name);
    return named;
  }

  /** Whether its peer began when the daemon knew the tunnel already, and nobody here did, and was not turned away. */
  hasBegun({ remoteAddress }: IpsecResource): boolean {
    const since = this.#strangers.get(remoteAddress);
    return since !== undefined && performance.now() - since < timeOfStranger;
  }

  #noteStranger(line: string): void {
    const address = /^(\S+) is initiating an IKE_SA$/.exec(line)?.[1];
    if (address !== undefined) remember(this.#strangers, address, performance.now());
    else for (const word of wordsIn(line)) this.#strangers.delete(word);
  }
}

/** Forgets the oldest where there are too many. */
function remember<Value>(memory: Map<string, Value>, name: string, value: Value): void {
  memory.delete(name);
  memory.set(name, value);
  const [oldest] = memory.keys();
  if (memory.size > mostMeant && oldest !== undefined) memory.delete(oldest);
}

function wordsIn(line: string): readonly string[] {
  return line.split(/[\s,[\]]|\.{3}/);
}

/** The daemon's number of the IKE_SA that a line is about, under whose name some versions have it; '' for none. */
export function numberIn(message: ViciSection): string {
  return textIn(message, 'ikesa-uniqued') ?? textIn(message, 'ikesa-uniqueid') ?? '';
}

/** Whether a line is about a tunnel: by both ends' names, or by where the packets came from. */
function names(line: string, { remoteAddress, remoteId }: IpsecResource): boolean {
  return (
    line.includes(`[${remoteId}]`) ||
    line.includes(`'${remoteId}'`) ||
    wordsIn(line).includes(remoteAddress)
  );
}
