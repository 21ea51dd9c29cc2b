import type { IpsecResource } from '#drivers';
import { textIn, type ViciSection } from '#vici';
import type { WatchedTunnel } from './watched-tunnel.js';

/** IKE_SAs without a name that are remembered; of a flood of them the last ones. */
const mostMeant = 1_000;

/** Finds the tunnel that a line of the daemon's log is about. */
export class LineSubjects {
  /** Of which tunnel IKE_SAs are that the daemon has not given a name yet. */
  readonly #meant = new Map<string, string>();

  constructor(private readonly watched: ReadonlyMap<string, WatchedTunnel>) {}

  /** Before the daemon knows which tunnel a peer means, its lines tell only addresses, and some not even these. */
  of(message: ViciSection, line: string): WatchedTunnel | undefined {
    const id = numberIn(message);
    const named =
      this.watched.get(textIn(message, 'ikesa-name') ?? '') ??
      [...this.watched.values()].find(({ tunnel }) => names(line, tunnel)) ??
      this.watched.get(this.#meant.get(id) ?? '');
    if (named !== undefined && id !== '') this.#remember(id, named.tunnel.name);
    return named;
  }

  #remember(id: string, name: string): void {
    this.#meant.delete(id);
    this.#meant.set(id, name);
    const [oldest] = this.#meant.keys();
    if (this.#meant.size > mostMeant && oldest !== undefined) this.#meant.delete(oldest);
  }
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
    line.split(/[\s[\]]|\.{3}/).includes(remoteAddress)
  );
}
