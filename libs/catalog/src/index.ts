export { builtInDrivers } from './built-in-drivers.js';
