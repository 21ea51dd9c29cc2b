import { openTracer, type Tracer } from '#trace';
import { agentVersion } from './agent-version.js';

/** Speaks for an agent, alone or in one process with its controller, to the collector that the environment names. */
export function openAgentTracer(): Promise<Tracer> {
  return openTracer({
    service: 'hercules-agent',
    version: agentVersion,
    environment: process.env,
  });
}
