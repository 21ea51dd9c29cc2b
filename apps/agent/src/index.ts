export { AgentError, type AgentErrorCode } from './agent-error.js';
export { runAgent, type AgentOptions } from './agent.js';
export { jsonLog, type Log } from './log.js';
