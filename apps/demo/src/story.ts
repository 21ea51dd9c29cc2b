import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { serializeEnvelope } from '#contract';
import type { Cast } from './cast.js';
import { agentsRestart } from './chapters/agents-restart.js';
import { bill, type BillFigures } from './chapters/bill.js';
import { charter } from './chapters/charter.js';
import { firstContract } from './chapters/first-contract.js';
import { flows, type FlowFigures } from './chapters/flows.js';
import { forgeriesForController, forgeriesForHosts } from './chapters/forgeries.js';
import {
  furnishHeadquarters,
  headquarters,
  type HeadquartersFigures,
} from './chapters/headquarters.js';
import { hostsJoin } from './chapters/hosts-join.js';
import { monitoring, type MonitoringFigures } from './chapters/monitoring.js';
import { observers } from './chapters/observers.js';
import { removal } from './chapters/removal.js';
import { visitors } from './chapters/visitors.js';
import { furnishTrunk, hasTrunk, trunkToSwitch, type TrunkFigures } from './chapters/trunk.js';
import { workloadsSpeak } from './chapters/workloads-speak.js';
import { snapshots } from './host-snapshots.js';
import { siteTitle } from './site.js';
import { foreignBridge } from './topology.js';

/** What the demo measured. */
export interface DemoResult
  extends FlowFigures, BillFigures, MonitoringFigures, TrunkFigures, HeadquartersFigures {
  /** Every check held. */
  readonly ok: boolean;
  /** From the last signature to every host's verified report. */
  readonly secondsToVerified: number;
  readonly pingLost: number;
  readonly tamperedRefusedByController: boolean;
  readonly tamperedRefusedByHost: boolean;
  /** Messages that changed something, sent to the kernels when everything was brought about a second time. */
  readonly secondApplyWrites: number;
  readonly foreignUntouched: boolean;
  readonly removedClean: boolean;
  /** Parts that this machine can't show, and why. */
  readonly leftOut: readonly string[];
}

export interface Told {
  readonly result: DemoResult;
  /** The workloads that stood at last, before they were removed. */
  readonly network: readonly object[];
}

/**
 * The demo from the first key to the last check.
 *
 * @param command of somebody else's, run by a shell while everything stands
 */
export async function tellStory(cast: Cast, command?: string): Promise<Told> {
  const { say, site } = cast;
  await observers(cast);
  await hostsJoin(cast);
  await charter(cast);
  await furnishHeadquarters(cast);
  const isTrunkThere = await hasTrunk(cast);
  if (isTrunkThere) await furnishTrunk(cast);
  const before = await snapshots(cast);
  const foreignBefore = await foreign(cast);
  const secondsToVerified = await firstContract(cast);
  const pingLost = await workloadsSpeak(cast);
  const flowFigures = await flows(cast);
  const billFigures = await bill(cast);
  const monitored = await monitoring(cast, billFigures.billedPackets);
  const trunk = await trunkToSwitch(cast, isTrunkThere);
  const tunnel = await headquarters(cast);
  if (command !== undefined) await visitors(cast, command);
  const measured = {
    ...{
      secondsToVerified,
      pingLost,
      ...flowFigures,
      ...billFigures,
      ...monitored,
      ...trunk,
      ...tunnel,
    },
    tamperedRefusedByController: await forgeriesForController(cast),
    tamperedRefusedByHost: await forgeriesForHosts(cast),
    secondApplyWrites: await agentsRestart(cast),
  };
  const foreignUntouched = (await foreign(cast)) === foreignBefore;
  say.check(foreignUntouched, `foreign bridge '${foreignBridge.name}' is byte for byte as before`);
  const { network } = site;
  const removedClean = await removal(cast, before);
  const { allHold: ok, leftOut } = say;
  return { result: { ok, ...measured, foreignUntouched, removedClean, leftOut }, network };
}

/** Brings the network back, for whoever wants to look around. */
export async function provisionAgain(
  { say, site }: Cast,
  network: readonly object[],
): Promise<void> {
  say.chapter('The network once more, to look around in');
  const version = site.nextVersion;
  const workloads = network.map((workload) => ({ ...workload, version }));
  await site.submit(site.next(siteTitle, workloads));
  await site.everyHost('applied');
}

/** Files with which the operator's own commands work. */
export function writeFiles({ directory, site }: Cast): void {
  const keys = join(directory, 'keys');
  mkdirSync(keys, { recursive: true, mode: 0o700 });
  for (const [name, key] of Object.entries(site.people)) {
    writeFileSync(join(keys, `${name}.json`), `${JSON.stringify(key, null, 2)}\n`, {
      mode: 0o600,
    });
  }
  if (site.latest !== undefined) {
    writeFileSync(join(directory, 'contract.json'), serializeEnvelope(site.latest));
  }
}

function foreign({ lab }: Cast): Promise<string> {
  return lab.describeLink({ namespace: 'host-a', link: foreignBridge.name });
}
