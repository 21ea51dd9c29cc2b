import type { FlowEncoder, StreamContext } from './flow-encoder.js';
import { addFlows } from './flow-records.js';
import type { FlowRows } from './flow-rows.js';
import { ipfixTemplates } from './flow-templates.js';
import type { InterfaceFacts } from './information-element.js';
import { MessageBuilder, type ExportMessage, type MessageFormat } from './message-builder.js';
import {
  ipfixOptionTemplates,
  ownElementDescriptions,
  type ExportStatistics,
} from './option-templates.js';
import type { Template } from './template.js';

export interface IpfixOptions extends StreamContext {
  /** Most octets of a message. */
  readonly mostOctets: number;
  /** Private enterprise number of our own elements; absent: none are sent. */
  readonly enterprise?: number;
}

const version = 10;
/** The bit of an element's number that an enterprise number follows. */
const enterpriseBit = 0x8000;

/** IPFIX, RFC 7011. */
export class IpfixEncoder implements FlowEncoder {
  readonly sequenceOffset = 8;
  readonly #flowTemplates;
  readonly #optionTemplates;

  constructor(private readonly options: IpfixOptions) {
    this.#flowTemplates = ipfixTemplates(options.enterprise);
    this.#optionTemplates = ipfixOptionTemplates(options.enterprise);
  }

  describe(
    interfaces: readonly InterfaceFacts[],
    statistics: ExportStatistics,
    now: number,
  ): readonly ExportMessage[] {
    const builder = this.builder(now);
    const { names, interfaces: described, sampling, elements } = this.#optionTemplates;
    builder.addTemplates(this.#flowTemplates);
    builder.addTemplates(this.#optionTemplates);
    if (elements !== undefined && this.options.enterprise !== undefined) {
      for (const one of ownElementDescriptions(this.options.enterprise))
        builder.addRecord(elements, one);
    }
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
      uptimeBase: 0,
    });
    return builder.finish();
  }

  carries(): boolean {
    return true;
  }

  private builder(now: number): MessageBuilder {
    const format: MessageFormat = {
      headerLength: 16,
      sets: { template: 2, options: 3 },
      pads: false,
      encodeTemplate,
      // Data records sent before, those of options included (3.1).
      advance: ({ data }) => data,
      writeHeader: (message) => {
        message.writeUInt16BE(version, 0);
        message.writeUInt16BE(message.length, 2);
        message.writeUInt32BE(Math.floor(now / 1000) >>> 0, 4);
        message.writeUInt32BE(this.options.domain, 12);
      },
    };
    return new MessageBuilder(format, this.options.mostOctets);
  }
}

/** Template id, number of elements, for options also of those of the scope; then the elements (3.4). */
function encodeTemplate<Source>({ id, elements, scope }: Template<Source>): Buffer {
  const header = Buffer.alloc(scope === undefined ? 4 : 6);
  header.writeUInt16BE(id, 0);
  header.writeUInt16BE(elements.length, 2);
  if (scope !== undefined) header.writeUInt16BE(scope, 4);
  const specifiers = elements.map((element) => {
    const bytes = Buffer.alloc(element.enterprise === undefined ? 4 : 8);
    const bit = element.enterprise === undefined ? 0 : enterpriseBit;
    bytes.writeUInt16BE(element.id | bit, 0);
    bytes.writeUInt16BE(element.length, 2);
    if (element.enterprise !== undefined) bytes.writeUInt32BE(element.enterprise, 4);
    return bytes;
  });
  return Buffer.concat([header, ...specifiers]);
}
