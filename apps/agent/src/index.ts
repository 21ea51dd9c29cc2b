export { AgentError, type AgentErrorCode } from './agent-error.js';
export {
  joinController,
  runAgent,
  type AgentOptions,
  type JoinOptions,
  type WatchedHost,
} from './agent.js';
export { openAgentTracer } from './agent-tracer.js';
export { jsonLog, type Log } from './log.js';
export { JournalFiles } from './journal-files.js';
export type { ControllerPort, DesiredAnswer } from './controller-port.js';
export type { HostView } from './host-keeper.js';
export { assembleHost, type HostParts } from './host-parts.js';
export { keepHeapSmall } from './small-heap.js';
export { hostCheckTools } from './check-tools.js';
export { pingProbe } from './ping-probe.js';
export { openHost } from './open-host.js';
export { tunnelsOf } from './tunnels-of.js';
export { StateDir } from './state-dir.js';
