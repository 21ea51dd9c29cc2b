import { existsSync, readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';
import { CatalogueError } from './catalogue-error.js';

/** What the settings of all programs have in common. */
const settings = z.looseObject({ drivers: z.array(z.string().min(1)).optional() }).nullable();

const defaultFile = 'config/default.yaml';

/**
 * The driver packages that a program shall load: those of HERCULES_DRIVERS, a list with commas, or else those of
 * `drivers` in a YAML file. No file given: config/default.yaml, where there is one.
 *
 * @throws CatalogueError
 */
export function driverNames(
  file: string | undefined,
  environment: Readonly<Record<string, string | undefined>>,
): readonly string[] {
  const named = namesIn(environment['HERCULES_DRIVERS']);
  if (named !== undefined) return named;
  const source = file ?? (existsSync(defaultFile) ? defaultFile : undefined);
  return source === undefined ? [] : namesInFile(source);
}

/** 'a, b' → a and b; undefined: nothing is said. */
export function namesIn(list: string | undefined): readonly string[] | undefined {
  if (list === undefined || list.trim() === '') return undefined;
  return list.split(',').map((name) => name.trim());
}

function namesInFile(file: string): readonly string[] {
  try {
    return settings.parse(parse(readFileSync(file, 'utf8')))?.drivers ?? [];
  } catch (cause) {
    throw new CatalogueError(
      'driver-settings-unreadable',
      `could not read 'drivers' in '${file}': it must be YAML with a list of names there`,
      { cause },
    );
  }
}
