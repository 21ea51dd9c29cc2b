import type { FlowEncoder, StreamContext } from './flow-encoder.js';
import { addFlows } from './flow-records.js';
import type { FlowRows } from './flow-rows.js';
import type { FlowTemplates } from './flow-templates.js';
import type { InterfaceFacts } from './information-element.js';
import { MessageBuilder, type ExportMessage, type MessageFormat } from './message-builder.js';
import type { ExportStatistics, OptionTemplates } from './option-templates.js';

export interface TemplateEncoderOptions extends StreamContext {
  /** Most octets of a message. */
  readonly mostOctets: number;
}

/** How a protocol that tells its layouts to collectors does so. Times are milliseconds since 1970. */
export interface TemplateProtocol {
  readonly sequenceOffset: number;
  readonly flowTemplates: FlowTemplates;
  readonly optionTemplates: OptionTemplates;
  format(now: number): MessageFormat;
  /** The moment that times of flows count from; 0: they tell it themselves. */
  uptimeBase(now: number): number;
  /** Adds what collectors must know to read our own elements. */
  describeElements?(builder: MessageBuilder): void;
}

/** Lays flows out by templates: IPFIX and NetFlow version 9. */
export class TemplateEncoder implements FlowEncoder {
  readonly sequenceOffset;

  constructor(
    private readonly protocol: TemplateProtocol,
    private readonly options: TemplateEncoderOptions,
  ) {
    this.sequenceOffset = protocol.sequenceOffset;
  }

  describe(
    interfaces: readonly InterfaceFacts[],
    statistics: ExportStatistics,
    now: number,
  ): readonly ExportMessage[] {
    const { flowTemplates, optionTemplates } = this.protocol;
    const builder = this.builder(now);
    builder.addTemplates(flowTemplates);
    builder.addTemplates(optionTemplates);
    this.protocol.describeElements?.(builder);
    builder.addRecord(optionTemplates.sampling, this.options.domain);
    for (const facts of interfaces) builder.addRecord(optionTemplates.names, facts);
    for (const facts of interfaces) builder.addRecord(optionTemplates.interfaces, facts);
    builder.addRecord(optionTemplates.statistics, statistics);
    return builder.finish();
  }

  templates(now: number): readonly ExportMessage[] {
    const builder = this.builder(now);
    builder.addTemplates(this.protocol.flowTemplates);
    return builder.finish();
  }

  encode(rows: FlowRows, now: number): readonly ExportMessage[] {
    const builder = this.builder(now);
    addFlows(builder, rows, {
      templates: this.protocol.flowTemplates,
      interfaceOf: (number) => this.options.interfaceOf(number),
      uptimeBase: this.protocol.uptimeBase(now),
    });
    return builder.finish();
  }

  carries(): boolean {
    return true;
  }

  private builder(now: number): MessageBuilder {
    return new MessageBuilder(this.protocol.format(now), this.options.mostOctets);
  }
}
