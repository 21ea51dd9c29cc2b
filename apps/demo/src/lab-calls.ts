import type { Batch } from './topology.js';

/** What the lab can be asked to do from outside its namespaces. */
export interface LabCalls {
  /** Builds the networks and starts the controller and the gateway. */
  build: (options: { readonly directory: string; readonly trustAnchor: string }) => Promise<void>;
  /** Starts a host's agent; the token is needed the first time. */
  startAgent: (options: {
    readonly host: string;
    readonly joinToken?: string;
    readonly trustAnchor: string;
    /** More that its command line says. */
    readonly flags?: readonly string[];
  }) => Promise<void>;
  /** Adds to the networks, as `ip -batch` does. */
  furnish: (batches: readonly Batch[]) => Promise<void>;
  /** Starts a program that is not ours, in a namespace; what it says goes to `<name>.log`. */
  startProgram: (options: {
    readonly name: string;
    /** Absent: that of the lab's switches. */
    readonly namespace?: string;
    readonly command: readonly string[];
    readonly environment?: Readonly<Record<string, string>>;
  }) => Promise<void>;
  /** Asks it to end, and waits until it has. */
  stopProgram: (name: string) => Promise<void>;
  stopAgent: (host: string) => Promise<void>;
  /** Ends a host's agent, or the controller, as the out-of-memory killer would: without a word. */
  killAgent: (host: string) => Promise<void>;
  killController: () => Promise<void>;
  /** Starts the controller again on its data. */
  startController: () => Promise<void>;
  /** What the gateway does to documents on their way to the hosts. */
  tamper: (mode: TamperMode) => Promise<void>;
  ping: (options: PingOptions) => Promise<PingResult>;
  /** A namespace as `ip` and `bridge` tell it, without counters and clocks. */
  snapshot: (namespace: string) => Promise<string>;
  /** One interface as `ip` tells it, without counters and clocks. */
  describeLink: (options: { readonly namespace: string; readonly link: string }) => Promise<string>;
  /** Runs a program in a namespace. */
  run: (options: {
    readonly namespace: string;
    readonly command: readonly string[];
  }) => Promise<string>;
}

/** `payload` and `signature`: one bit of it is flipped. */
export type TamperMode = 'none' | 'payload' | 'signature';

export interface PingOptions {
  readonly namespace: string;
  readonly to: string;
  readonly count: number;
  /** Bytes of the IP packet; with don't-fragment set. */
  readonly size: number;
  /** Seconds between two packets; absent: 0.05. */
  readonly interval?: number;
}

export interface PingResult {
  readonly sent: number;
  readonly lost: number;
}

export type LabRequest = {
  readonly [Name in keyof LabCalls]: {
    readonly id: number;
    readonly call: Name;
    readonly argument: Parameters<LabCalls[Name]>[0];
  };
}[keyof LabCalls];

export type LabAnswer =
  | { readonly id: number; readonly value: unknown }
  | { readonly id: number; readonly error: string };
