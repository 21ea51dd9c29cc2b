export * from './charter-schema.js';
export * from './contract-schema.js';
export * from './fields.js';
export * from './problem-codes.js';
export * from './problem.js';
export * from './requirement-schema.js';
export * from './schema-problems.js';
