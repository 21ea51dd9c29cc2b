export { builtInDrivers } from './built-in-drivers.js';
export { CatalogueError } from './catalogue-error.js';
export type { CatalogueErrorCode } from './catalogue-error.js';
export type { Catalogue } from './catalogue.js';
export { driverNames, namesIn } from './driver-settings.js';
export { lendDriverKit } from './lent-driver-kit.js';
export { loadCatalogue } from './load-catalogue.js';
