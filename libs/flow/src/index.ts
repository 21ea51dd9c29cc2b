export { parseCollector } from './collector-address.js';
export type { CollectorAddress } from './collector-address.js';
export type { Amount, Unaccounted } from './flow-accounts.js';
export { flowProtocols } from './flow-encoder.js';
export type { FlowEncoder, FlowProtocol } from './flow-encoder.js';
export { defaultPorts, encoderFor } from './flow-encoders.js';
export { FlowError } from './flow-error.js';
export type { FlowErrorCode } from './flow-error.js';
export { FlowExporter } from './flow-exporter.js';
export type {
  ExportedInterface,
  ExportRound,
  ExportTarget,
  FlowExporterOptions,
} from './flow-exporter.js';
export { FlowRows } from './flow-rows.js';
export { FlowSpool } from './flow-spool.js';
export type { StreamCounts } from './flow-stream.js';
export type { InterfaceFacts } from './information-element.js';
export { KernelMeter } from './kernel-meter.js';
export type { KernelMeterOptions, NumberTotals } from './kernel-meter.js';
export { directions } from './meter-layout.js';
export { kernelTakesMeter } from './meter-probe.js';
export type { Direction, MeteredInterface, SideTotals } from './meter-layout.js';
export type { HookFailure, HookProgram, PacketHooks } from './packet-hooks.js';
