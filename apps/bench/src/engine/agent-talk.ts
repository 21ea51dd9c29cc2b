import type { DesiredAnswer } from '#apps/agent';

/** What the bench says to the agent's process. */
export type ToAgent =
  | { readonly type: 'answer'; readonly id: number; readonly value: unknown }
  /** The controller has something new. */
  | { readonly type: 'hint' }
  /** Look at the host. */
  | { readonly type: 'look' }
  /** Answer at once. */
  | { readonly type: 'ping' };

/** What the agent's process asks of its controller. */
export type Question =
  | { readonly what: 'desired'; readonly etag: string | undefined }
  | { readonly what: 'document'; readonly digest: string };

/** What the agent's process says to the bench. */
export type FromAgent =
  | { readonly type: 'question'; readonly id: number; readonly question: Question }
  | { readonly type: 'pong' }
  | { readonly type: 'view'; readonly view: AgentView };

/** What the agent saw and did in one look at its host. */
export interface AgentView {
  /** State of every contract, by its id, as in the report to the controller. */
  readonly states: Readonly<Record<string, string>>;
  /** State of the network's contract; absent: it is not known yet. */
  readonly state?: string;
  readonly version?: number;
  readonly drift?: string;
  readonly repairs?: number;
  /** Milliseconds of the look that carried out the last change. */
  readonly phases?: Phases;
  /** Milliseconds of the whole look. */
  readonly took: number;
  /** Messages since the start that asked the kernel to change something. */
  readonly writes: number;
  /** Links on the host. */
  readonly links: number;
  /** The alias of the link that the bench uses to make a storm; absent: it has none. */
  readonly stormAlias?: string;
}

export interface Phases {
  /** Comparing, planning, and the journal on disk. */
  readonly plan: number;
  readonly apply: number;
  /** Reading back, comparing, and the signed receipt. */
  readonly verify: number;
}

export type Answer = DesiredAnswer | Uint8Array | undefined;

export const stormLink = 'storm';
