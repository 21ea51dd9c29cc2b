import type { TrustAnchor } from '#contract';
import { createRegistry, type AnyDriver } from '#drivers';
import type { Clock, HostPort } from '#engine';
import { AcceptedDocuments } from './accepted-documents.js';
import { AgentError } from './agent-error.js';
import { agentVersion } from './agent-version.js';
import { ControllerLink } from './controller-link.js';
import { DocumentIntake } from './document-intake.js';
import { listenForHints } from './hint-listener.js';
import { HostLoop } from './host-loop.js';
import type { Log } from './log.js';
import { Reconciler } from './reconciler.js';
import { StateDir, type Enrolment } from './state-dir.js';
import { WakeUp } from './wake-up.js';

export interface JoinOptions {
  /** Directory of the agent's memory. */
  readonly stateDir: string;
  /** Base address of the controller; absent: as enrolled. */
  readonly controller?: string;
  /** One-time token; needed at the first start only. */
  readonly joinToken?: string;
  readonly clock: Clock;
}

export interface AgentOptions extends JoinOptions {
  /** What makes a first charter trustworthy; needed at the first start only. */
  readonly trustAnchor?: TrustAnchor;
  readonly drivers: readonly AnyDriver[];
  readonly host: HostPort;
  readonly log: Log;
  /** Milliseconds; absent: 30 s. */
  readonly pollInterval?: number;
}

/** Registers the host's key with its controller, where that has not been done; answers with the host's name. */
export async function joinController(options: JoinOptions): Promise<string> {
  const { node } = await enrolled(options, new StateDir(options.stateDir));
  return node;
}

/** Runs the agent of one host until the signal. Joins the controller first where it has not yet. */
export async function runAgent(options: AgentOptions, signal: AbortSignal): Promise<void> {
  const state = new StateDir(options.stateDir);
  const identity = state.identity();
  if (options.trustAnchor !== undefined) state.saveTrustAnchor(options.trustAnchor);
  const anchor = state.trustAnchor();
  if (anchor === undefined) {
    throw new AgentError(
      'not-enrolled',
      'this host trusts nobody yet: start its agent once with --trust-anchor',
    );
  }
  const { controller } = await enrolled(options, state);
  const { clock, log, host } = options;
  const link = new ControllerLink({ controller, identity, clock });
  const memory = new AcceptedDocuments(state);
  const intake = new DocumentIntake(anchor, memory);
  const wakeUp = new WakeUp();
  const random = Math.random;
  const reconciler = new Reconciler({
    host,
    registry: createRegistry(options.drivers),
    identity,
    clock,
    onProgress: (draft) => {
      loop.reportProgress(draft);
    },
  });
  const loop = new HostLoop({
    link,
    intake,
    memory,
    reconciler,
    identity,
    wakeUp,
    clock,
    log,
    pollInterval: options.pollInterval ?? 30_000,
    random,
  });
  log('info', 'agent started', { keyId: identity.kid, controller });
  await Promise.all([loop.run(signal), listenForHints(link, wakeUp, random, signal)]);
}

async function enrolled(options: JoinOptions, state: StateDir): Promise<Enrolment> {
  const known = state.enrolment();
  if (known !== undefined) return { ...known, controller: options.controller ?? known.controller };
  const { controller, joinToken, clock } = options;
  if (controller === undefined || joinToken === undefined) {
    throw new AgentError(
      'not-enrolled',
      "this host has not joined a controller yet: start its agent once with --controller and --join-token (from 'hercules node join')",
    );
  }
  const link = new ControllerLink({ controller, identity: state.identity(), clock });
  const enrolment: Enrolment = { controller, node: await link.join(joinToken, agentVersion) };
  state.saveEnrolment(enrolment);
  return enrolment;
}
