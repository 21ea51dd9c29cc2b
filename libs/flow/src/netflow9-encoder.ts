import type { FlowEncoder, StreamContext } from './flow-encoder.js';
import { addFlows } from './flow-records.js';
import type { FlowRows } from './flow-rows.js';
import { netflow9Templates } from './flow-templates.js';
import type { InterfaceFacts } from './information-element.js';
import { MessageBuilder, type ExportMessage, type MessageFormat } from './message-builder.js';
import { netflow9OptionTemplates, type ExportStatistics } from './option-templates.js';
import type { Template } from './template.js';
import { UptimeBase } from './uptime-base.js';

export interface Netflow9Options extends StreamContext {
  /** Most octets of a message. */
  readonly mostOctets: number;
}

const version = 9;

/** NetFlow version 9, RFC 3954. */
export class Netflow9Encoder implements FlowEncoder {
  readonly sequenceOffset = 12;
  readonly #flowTemplates = netflow9Templates();
  readonly #optionTemplates = netflow9OptionTemplates();
  readonly #base = new UptimeBase();

  constructor(private readonly options: Netflow9Options) {}

  describe(
    interfaces: readonly InterfaceFacts[],
    statistics: ExportStatistics,
    now: number,
  ): readonly ExportMessage[] {
    const builder = this.builder(now);
    const { names, interfaces: described, sampling } = this.#optionTemplates;
    builder.addTemplates(this.#flowTemplates);
    builder.addTemplates(this.#optionTemplates);
    builder.addRecord(sampling, this.options.domain);
    for (const facts of interfaces) builder.addRecord(names, facts);
    for (const facts of interfaces) builder.addRecord(described, facts);
    builder.addRecord(this.#optionTemplates.statistics, statistics);
    return builder.finish();
  }

  templates(now: number): readonly ExportMessage[] {
    const builder = this.builder(now);
    builder.addTemplates(this.#flowTemplates);
    return builder.finish();
  }

  encode(rows: FlowRows, now: number): readonly ExportMessage[] {
    const builder = this.builder(now);
    addFlows(builder, rows, {
      templates: this.#flowTemplates,
      interfaceOf: (number) => this.options.interfaceOf(number),
      uptimeBase: this.#base.at(now),
    });
    return builder.finish();
  }

  carries(): boolean {
    return true;
  }

  private builder(now: number): MessageBuilder {
    const seconds = Math.floor(now / 1000);
    const format: MessageFormat = {
      headerLength: 20,
      sets: { template: 0, options: 1 },
      pads: true,
      encodeTemplate,
      // Messages sent before (5.1).
      advance: () => 1,
      writeHeader: (message, { data, templates }) => {
        message.writeUInt16BE(version, 0);
        message.writeUInt16BE(data + templates, 2);
        // Of the same moment as the seconds: collectors take their difference for the time of our start.
        message.writeUInt32BE(seconds * 1000 - this.#base.at(now), 4);
        message.writeUInt32BE(seconds >>> 0, 8);
        message.writeUInt32BE(this.options.domain, 16);
      },
    };
    return new MessageBuilder(format, this.options.mostOctets);
  }
}

/** Template id and number of fields; for options the octets of scope and option fields instead (6.1). */
function encodeTemplate<Source>({ id, elements, scope }: Template<Source>): Buffer {
  const header = Buffer.alloc(scope === undefined ? 4 : 6);
  header.writeUInt16BE(id, 0);
  if (scope === undefined) {
    header.writeUInt16BE(elements.length, 2);
  } else {
    header.writeUInt16BE(scope * 4, 2);
    header.writeUInt16BE((elements.length - scope) * 4, 4);
  }
  const specifiers = elements.map((element) => {
    const bytes = Buffer.alloc(4);
    bytes.writeUInt16BE(element.id, 0);
    bytes.writeUInt16BE(element.length, 2);
    return bytes;
  });
  return Buffer.concat([header, ...specifiers]);
}
