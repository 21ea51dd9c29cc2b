export { AgentError, type AgentErrorCode } from './agent-error.js';
export { joinController, runAgent, type AgentOptions, type JoinOptions } from './agent.js';
export { jsonLog, type Log } from './log.js';
export { watchKernel } from './watch-kernel.js';
export { JournalFiles } from './journal-files.js';
