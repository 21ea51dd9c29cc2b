import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import { z } from 'zod';
import { namesIn } from '#catalog';
import type { UncheckedSettings } from './controller-config.js';
import { ControllerError } from '../controller-error.js';

/** Which variable of the environment goes before which setting. */
const variables = {
  HERCULES_LISTEN: 'listen',
  HERCULES_DATA: 'dataDir',
  HERCULES_TRUST_ANCHOR: 'trustAnchor',
  HERCULES_LOG_LEVEL: 'logLevel',
} as const;

const fileContent = z.record(z.string(), z.unknown()).nullable();

/** Settings of a YAML file, with the environment put over them. No file: only the environment counts. */
export async function loadSettings(
  file: string | undefined,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<UncheckedSettings> {
  const settings = file === undefined ? {} : await readSettings(file);
  return { ...settings, ...fromEnvironment(environment) };
}

async function readSettings(file: string): Promise<UncheckedSettings> {
  try {
    return fileContent.parse(parse(await readFile(file, 'utf8'))) ?? {};
  } catch (cause) {
    throw new ControllerError(
      'settings-unreadable',
      `could not read the settings in '${file}': it must be YAML, with a name before each value`,
      { cause },
    );
  }
}

function fromEnvironment(
  environment: Readonly<Record<string, string | undefined>>,
): Record<string, unknown> {
  const settings: Record<string, unknown> = {};
  for (const [variable, name] of Object.entries(variables)) {
    const value = environment[variable];
    if (value !== undefined && value !== '') settings[name] = value;
  }
  const drivers = namesIn(environment['HERCULES_DRIVERS']);
  if (drivers !== undefined) settings['drivers'] = drivers;
  const { HERCULES_TLS_CERT: cert, HERCULES_TLS_KEY: key } = environment;
  if (cert !== undefined || key !== undefined) settings['tls'] = { cert, key };
  return settings;
}
