/** Injection tokens of parts that are not classes. */
export const CONFIG = Symbol('ControllerConfig');
export const STORE = Symbol('Store');
export const CLOCK = Symbol('Clock');
export const REGISTRY = Symbol('DriverRegistry');
export const LOGGER = Symbol('Logger');
