import type { NodeId } from '#contract';

/** What the administrator of the other end of a tunnel has to set up there. Without secrets: it may be mailed. */
export interface PeerSheet {
  /** Our host, which this sheet mirrors. */
  readonly host: NodeId;
  /** Whom it is for: 'peer', or the host at the other end. */
  readonly reader: string;
  /** For programs: JSON in the words of the technology. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** For people. */
  readonly markdown: string;
  /** Ready to be put in place, the main one first. */
  readonly files: readonly PeerFile[];
}

export interface PeerFile {
  /** Below the directory of the program that reads it: 'swanctl.conf', 'pubkey/host-a.pem'. */
  readonly path: string;
  readonly text: string;
}
