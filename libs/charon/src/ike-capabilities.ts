import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Capabilities } from '#drivers';
import { sectionsIn, ViciConnection, ViciError, type ViciSection } from '#vici';
import { CharonProcess, usualProgram } from './charon-process.js';

/** What some daemons can do and others can't, by their own word for it in `get-algorithms`. */
const telling = { 'ike:ml-kem-768': 'ML_KEM_768', 'ike:ml-kem-1024': 'ML_KEM_1024' } as const;

/** Milliseconds in which a daemon that is started for the question alone must answer. */
const patience = 10_000;

/**
 * What this host's IKE daemon can do besides what all can: the running one is asked, or one that is started for the question.
 * Nothing where there is no daemon, or none that answers: what is not known is tried.
 */
export async function ikeCapabilities(
  daemon: CharonProcess,
  program = usualProgram,
): Promise<Capabilities> {
  try {
    return await (daemon.isRunning ? ask(daemon) : askOneMore(program));
  } catch (error) {
    if (error instanceof ViciError) return {};
    throw error;
  }
}

/** It has ports of its own, so that it is in nobody's way, and no time to hear anybody. */
async function askOneMore(program: string): Promise<Capabilities> {
  const directory = mkdtempSync(join(tmpdir(), 'hercules-ike-'));
  const daemon = new CharonProcess({ directory, program, patience, ports: [0, 0] });
  try {
    await daemon.ensureRunning();
    return await ask(daemon);
  } finally {
    daemon.kill();
    rmSync(directory, { recursive: true });
  }
}

async function ask({ socket }: CharonProcess): Promise<Capabilities> {
  const connection = await ViciConnection.open(socket);
  try {
    return ikeCapabilitiesIn(await connection.request('get-algorithms'));
  } finally {
    connection.close();
  }
}

/** @param algorithms by their kind, each with the plugin that it comes from */
export function ikeCapabilitiesIn(algorithms: ViciSection): Capabilities {
  const known = new Set(sectionsIn(algorithms).flatMap(([, names]) => [...names.keys()]));
  return Object.fromEntries(Object.entries(telling).map(([name, word]) => [name, known.has(word)]));
}
