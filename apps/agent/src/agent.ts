import type { TrustAnchor } from '#contract';
import type { AnyDriver } from '#drivers';
import type { Clock, HostPort, Timers } from '#engine';
import { openLldpListener } from '#lldp';
import type { HostMeasures, TunnelMeasures } from '#protocol';
import type { Tracer } from '#trace';
import { AgentError } from './agent-error.js';
import { agentVersion } from './agent-version.js';
import { hostCheckTools } from './check-tools.js';
import { ChangeFigures } from './change-figures.js';
import { ControllerLink } from './controller-link.js';
import { listenForHints } from './hint-listener.js';
import { assembleHost } from './host-parts.js';
import { measureHost } from './host-measures.js';
import { measureTunnels } from './tunnel-measures.js';
import type { FlowKeeper } from './flow-keeper.js';
import type { HostView } from './host-keeper.js';
import { meterHost } from './host-metering.js';
import { JournalFiles } from './journal-files.js';
import type { Log } from './log.js';
import type { OwnedLink } from './metered-links.js';
import { StateDir, type Enrolment } from './state-dir.js';
import { uplinkTo } from './uplink-to-controller.js';

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
  readonly host: WatchedHost;
  readonly log: Log;
  /** Who is told what was done and when; absent: nobody. */
  readonly tracer?: Tracer;
  /** Milliseconds; absent: 30 s. */
  readonly pollInterval?: number;
  /** Milliseconds; absent: five minutes. */
  readonly usageWindow?: number;
  /** Private enterprise number of our own elements of IPFIX; absent: none are sent. */
  readonly enterprise?: number;
}

/** A host that tells when it may have changed. */
export interface WatchedHost extends HostPort {
  /** Calls back whenever that may be so; answers with how to stop. */
  onChange(listener: () => void): () => void;
  /** Has somebody told of links that were made, before they come up; absent: nobody can be. */
  onMade?(listener: (links: readonly OwnedLink[]) => Promise<void>): void;
  /** Figures of its tunnels; absent: it has none. */
  tunnelMeasures?(): readonly TunnelMeasures[];
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
  const anchor = anchorOf(options, state);
  const { controller } = await enrolled(options, state);
  const { clock, log, host, drivers, pollInterval = 30_000, usageWindow = 300_000 } = options;
  const link = new ControllerLink({ controller, identity, clock });
  const journal = new JournalFiles(options.stateDir);
  const metering = meterHost({
    ...{ stateDir: options.stateDir, identity, clock, log, link, usageWindow },
    ...(options.enterprise !== undefined && { enterprise: options.enterprise }),
    contracts: () => [...intake.contracts.values()].map(({ contract }) => contract),
  });
  const changes = new ChangeFigures();
  host.onMade?.(metering.beforeUp);
  const neighbours = await openLldpListener();
  const { keeper, talk, control, intake, keeperBell, talkBell } = assembleHost({
    ...{ state, anchor, identity, drivers, host, journal, link },
    uplink: uplinkTo(controller),
    checkTools: await hostCheckTools(),
    ...{ clock, timers: systemTimers, log, pollInterval, random: Math.random },
    tracer: options.tracer,
    unmet: metering.problemsOf,
    onView: (view) => {
      metering.see(view);
      changes.see(view.reports);
    },
    measure: (view) => ({
      ...measuresOf(view, { metering, changes, host }),
      ...neighbours?.heard(view.state, clock.now()),
    }),
  });
  log('info', 'agent started', { keyId: identity.kid, controller });
  await keeper.start();
  const stopWatching = host.onChange(() => {
    keeperBell.ring('kernel');
  });
  try {
    await Promise.all([
      keeper.run(signal),
      talk.run(signal),
      metering.run(signal),
      listenForHints(link, talkBell, Math.random, signal),
    ]);
  } finally {
    stopWatching();
    neighbours?.close();
    control.close();
  }
}

function anchorOf({ trustAnchor }: AgentOptions, state: StateDir): TrustAnchor {
  if (trustAnchor !== undefined) state.saveTrustAnchor(trustAnchor);
  const anchor = state.trustAnchor();
  if (anchor !== undefined) return anchor;
  throw new AgentError(
    'not-enrolled',
    'this host trusts nobody yet: start its agent once with --trust-anchor',
  );
}

/** They keep no agent alive that is told to end: the journal has what they are for. */
const systemTimers: Timers = {
  after: (milliseconds, callback) => {
    const timer = setTimeout(callback, milliseconds).unref();
    return () => {
      clearTimeout(timer);
    };
  },
};

async function enrolled(options: JoinOptions, state: StateDir): Promise<Enrolment> {
  const known = state.enrolment();
  if (known !== undefined) return { ...known, controller: options.controller ?? known.controller };
  const { controller, joinToken, clock } = options;
  if (controller === undefined || joinToken === undefined) {
    throw new AgentError(
      'not-enrolled',
      "this host has not joined a controller yet: start its agent once with --controller and --join-token-file (from 'hercules node join')",
    );
  }
  const link = new ControllerLink({ controller, identity: state.identity(), clock });
  const enrolment: Enrolment = { controller, node: await link.join(joinToken, agentVersion) };
  state.saveEnrolment(enrolment);
  return enrolment;
}

interface Measured {
  readonly metering: Pick<FlowKeeper, 'measures'>;
  readonly changes: Pick<ChangeFigures, 'measures'>;
  readonly host: WatchedHost;
}

function measuresOf({ state }: HostView, { metering, changes, host }: Measured): HostMeasures {
  return {
    ...measureHost(state, metering.measures),
    changes: changes.measures,
    ...measureTunnels(host.tunnelMeasures?.() ?? []),
  };
}
