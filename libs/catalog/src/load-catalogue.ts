import { createRequire, findPackageJSON } from 'node:module';
import { dirname, isAbsolute, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { packageFault, type DriverPackage } from '#drivers';
import { CatalogueError } from './catalogue-error.js';
import { catalogueOf, type Catalogue, type NamedPackage } from './catalogue.js';

/**
 * Our own drivers and those of the packages that the settings name: `@example/driver-geneve` as npm installed it beside
 * us or in the working directory, or a path to a package's folder. A program calls `lendDriverKit` before.
 *
 * @throws CatalogueError, which names the package
 */
export async function loadCatalogue(
  names: readonly string[] = [],
  directory = process.cwd(),
): Promise<Catalogue> {
  const packages: NamedPackage[] = [];
  for (const name of names) packages.push(await loadPackage(name, directory));
  return catalogueOf(packages);
}

/** One package, named as in the settings. @throws CatalogueError */
export async function loadPackage(name: string, directory = process.cwd()): Promise<NamedPackage> {
  const entry = entryOf(name, directory);
  const content = await defaultExport(name, entry);
  const fault = packageFault(content);
  if (fault !== undefined) throw broken(name, fault);
  return { name, content: content as DriverPackage };
}

/** The file that the `main` of a package names. */
function entryOf(name: string, directory: string): string {
  try {
    const folder = folderOf(name, directory);
    return createRequire(join(folder, 'package.json')).resolve(folder);
  } catch (cause) {
    const message = `there is no driver package '${name}' (looked from ${directory}): install it, or mend 'drivers' in the settings`;
    throw new CatalogueError('driver-not-found', message, { cause });
  }
}

function folderOf(name: string, directory: string): string {
  if (name.startsWith('.') || isAbsolute(name)) return resolve(directory, name);
  const places = [pathToFileURL(join(directory, 'package.json')), import.meta.url];
  const found = places.map((place) => findOrUndefined(name, place)).find(Boolean);
  if (found === undefined) throw new Error(`no folder node_modules has '${name}'`);
  return dirname(found);
}

function findOrUndefined(name: string, place: URL | string): string | undefined {
  try {
    return findPackageJSON(name, place);
  } catch {
    // Also how Node says that there is none.
    return undefined;
  }
}

async function defaultExport(name: string, entry: string): Promise<unknown> {
  try {
    const loaded = (await import(pathToFileURL(entry).href)) as { readonly default?: unknown };
    return loaded.default;
  } catch (cause) {
    const words = cause instanceof Error ? cause.message : String(cause);
    throw broken(name, `loading it failed: ${words}`, cause);
  }
}

function broken(name: string, fault: string, cause?: unknown): CatalogueError {
  const message = `the driver package '${name}' can't be used: ${fault}`;
  return new CatalogueError('driver-broken', message, { cause });
}
