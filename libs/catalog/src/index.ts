export { builtInDrivers } from './built-in-drivers.js';
export { builtInSamples } from './built-in-samples.js';
export { CatalogueError } from './catalogue-error.js';
export type { CatalogueErrorCode } from './catalogue-error.js';
export { catalogueOf } from './catalogue.js';
export type { Catalogue, NamedPackage } from './catalogue.js';
export { driverNames, namesIn } from './driver-settings.js';
export { lendDriverKit } from './lent-driver-kit.js';
export { loadCatalogue, loadPackage } from './load-catalogue.js';
