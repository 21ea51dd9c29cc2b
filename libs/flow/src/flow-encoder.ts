import type { FlowRow } from './flow-row.js';
import type { FlowRows } from './flow-rows.js';
import type { InterfaceFacts } from './information-element.js';
import type { ExportMessage } from './message-builder.js';
import type { ExportStatistics } from './option-templates.js';

export const flowProtocols = ['ipfix', 'netflow9', 'netflow5'] as const;
export type FlowProtocol = (typeof flowProtocols)[number];

/** What stands beside the flows of a stream. */
export interface StreamContext {
  /** Of one host: sequence numbers and templates belong to it. 32 bits. */
  readonly domain: number;
  interfaceOf(number: number): InterfaceFacts | undefined;
}

/** Turns flows into messages for one collector; their sequence numbers are written when they are sent. */
export interface FlowEncoder {
  /** How the flows are laid out, and what else a collector should know; [] where the protocol has no such thing. */
  describe(
    interfaces: readonly InterfaceFacts[],
    statistics: ExportStatistics,
    now: number,
  ): readonly ExportMessage[];
  /** How the flows are laid out, alone. */
  templates(now: number): readonly ExportMessage[];
  /** Of those that the protocol carries. @param now milliseconds since 1970 */
  encode(rows: FlowRows, now: number): readonly ExportMessage[];
  /** Whether this protocol can tell of such a flow. */
  carries(row: FlowRow): boolean;
  /** Where the sequence number stands in a message: 32 bits in network byte order. */
  readonly sequenceOffset: number;
}
