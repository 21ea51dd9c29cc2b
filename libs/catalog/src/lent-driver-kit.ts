import { registerHooks } from 'node:module';

const kit = 'hercules-connect/driver-kit';

/**
 * Driver packages get the driver kit of the program that loads them, wherever they are installed: npm puts no program
 * into its own `node_modules`, and two copies of the kit would be two versions sooner or later. For the whole process.
 */
export function lendDriverKit(): void {
  registerHooks({
    resolve: (specifier, context, next) =>
      specifier === kit || specifier.startsWith(`${kit}/`)
        ? // As if we had asked: a package knows itself by its own name.
          next(specifier, { ...context, parentURL: import.meta.url })
        : next(specifier, context),
  });
}
