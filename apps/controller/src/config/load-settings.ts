import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';

/** Which variable of the environment goes before which setting. */
const variables = {
  HERCULES_LISTEN: 'listen',
  HERCULES_DATA: 'dataDir',
  HERCULES_TRUST_ANCHOR: 'trustAnchor',
} as const;

/** Settings of a YAML file, with those of the environment put over them. No file: only the environment counts. */
export async function loadSettings(
  file: string | undefined,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<unknown> {
  const settings: unknown = file === undefined ? {} : parse(await readFile(file, 'utf8'));
  if (typeof settings !== 'object' || Array.isArray(settings)) return settings;
  return { ...settings, ...fromEnvironment(environment) };
}

function fromEnvironment(
  environment: Readonly<Record<string, string | undefined>>,
): Record<string, unknown> {
  const settings: Record<string, unknown> = {};
  for (const [variable, name] of Object.entries(variables)) {
    const value = environment[variable];
    if (value !== undefined && value !== '') settings[name] = value;
  }
  const { HERCULES_TLS_CERT: cert, HERCULES_TLS_KEY: key } = environment;
  if (cert !== undefined || key !== undefined) settings['tls'] = { cert, key };
  return settings;
}
