/** Told to the controller; the version of the package. */
export const agentVersion = '0.1.0';
