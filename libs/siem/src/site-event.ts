/**
 * Something that happened, as those outside hear of it. The store's record of an event has the same fields, but what speaks
 * to one outside system does not know what speaks to another: the types meet where the controller hands records over.
 */
export interface SiteEvent {
  /** Ascending, without gaps; names the event for good. */
  readonly seq: number;
  /** RFC 3339. */
  readonly time: string;
  /** `contract.degraded`. */
  readonly type: string;
  /** `contract 01J…`, `node host-a`. */
  readonly subject: string;
  /** `token ops`, `node host-a`; empty: nobody in particular. */
  readonly actor: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** Where the words come from. */
export interface Speaker {
  /** Name of the machine. */
  readonly host: string;
  /** Version of the product. */
  readonly version: string;
}
