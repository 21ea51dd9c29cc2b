import type { FlowPolicy, Problem } from '#contract';
import { capabilityTitle, type Capabilities, type Feature } from './capabilities.js';

type FlowFeature = Extract<Feature, `flows:${string}`>;

const everyFlowFeature = [
  'flows:ipfix',
  'flows:netflow9',
  'flows:netflow5',
  'flows:tcp',
] as const satisfies readonly FlowFeature[];

/** What those who may meter a host can tell of flows; counters of interfaces know none. */
const featuresOf = {
  ebpf: everyFlowFeature,
  pmacctd: ['flows:ipfix', 'flows:netflow9', 'flows:netflow5'],
  // Version 1.1 numbers its IPFIX messages wrongly: they begin with the records of the message itself (RFC 7011 3.1).
  softflowd: ['flows:netflow9'],
  counters: [],
} as const satisfies Readonly<Record<string, readonly FlowFeature[]>>;

export type FlowMeterName = keyof typeof featuresOf;

/** What a host can tell of flows by one of these. */
export function flowCapabilities(meter: FlowMeterName): Capabilities {
  const has: readonly FlowFeature[] = featuresOf[meter];
  return Object.fromEntries(everyFlowFeature.map((feature) => [feature, has.includes(feature)]));
}

/**
 * What a host is known to lack of the flows that a contract wants told. Where counters will do, it lacks nothing. The same
 * check runs on the controller and on the host.
 *
 * @param host how the sentence calls it
 */
export function flowProblems(
  flow: FlowPolicy | undefined,
  capabilities: Capabilities = {},
  host = 'this host',
): readonly Problem<'capability-missing'>[] {
  if (flow === undefined || flow.fallback === 'counters') return [];
  return flow.export.flatMap(({ protocol = 'ipfix', collector }, index) => {
    const needs: readonly FlowFeature[] = collector.startsWith('tcp://')
      ? [`flows:${protocol}`, 'flows:tcp']
      : [`flows:${protocol}`];
    return needs
      .filter((need) => capabilities[need] === false)
      .map((need) => {
        const detail = `${host} has no ${capabilityTitle(need)} (${need}): run its agent with CAP_BPF, install 'pmacct' there, or amend the contract with flow.fallback 'counters' to have interfaces counted only`;
        return { code: 'capability-missing', path: `/flow/export/${index}`, detail } as const;
      });
  });
}
