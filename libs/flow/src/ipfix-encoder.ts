import type { FlowEncoder } from './flow-encoder.js';
import { ipfixTemplates } from './flow-templates.js';
import type { MessageBuilder, MessageFormat } from './message-builder.js';
import { ipfixOptionTemplates, ownElementDescriptions } from './option-templates.js';
import { TemplateEncoder, type TemplateEncoderOptions } from './template-encoder.js';
import type { Template } from './template.js';

export interface IpfixOptions extends TemplateEncoderOptions {
  /** Private enterprise number of our own elements; absent: none are sent. */
  readonly enterprise?: number;
}

const version = 10;
/** The bit of an element's number that an enterprise number follows. */
const enterpriseBit = 0x8000;

/** IPFIX, RFC 7011. */
export function ipfixEncoder(options: IpfixOptions): FlowEncoder {
  const { enterprise, domain } = options;
  const optionTemplates = ipfixOptionTemplates(enterprise);
  const { elements } = optionTemplates;
  const describeElements = (builder: MessageBuilder): void => {
    if (elements === undefined || enterprise === undefined) return;
    for (const one of ownElementDescriptions(enterprise)) builder.addRecord(elements, one);
  };
  const protocol = {
    sequenceOffset: 8,
    flowTemplates: ipfixTemplates(enterprise),
    optionTemplates,
    format: (now: number) => formatAt(now, domain),
    uptimeBase: () => 0,
    describeElements,
  };
  return new TemplateEncoder(protocol, options);
}

/** Messages of section 3. */
function formatAt(now: number, domain: number): MessageFormat {
  return {
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
      message.writeUInt32BE(domain, 12);
    },
  };
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
