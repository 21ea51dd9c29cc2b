/** As in package.json. */
export const controllerVersion = '0.1.0';
