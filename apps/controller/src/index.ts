export { createController } from './create-controller.js';
export type { RunningController } from './create-controller.js';
export type { ControllerSettings } from './config/controller-config.js';
export { ControllerError } from './controller-error.js';
export type { ControllerErrorCode } from './controller-error.js';
export type { Logger } from './core/logger.js';
export { problemTable } from './problems/problem-table.js';
export type { ProblemCode } from './problems/problem-table.js';
export type { ProblemFacts } from './problems/problem-facts.js';
