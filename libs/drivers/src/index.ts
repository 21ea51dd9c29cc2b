export * from './addresses.js';
export * from './host-state.js';
export * from './mark.js';
export * from './names.js';
export * from './operation.js';
export * from './resource.js';
