import type { FlowEncoder } from './flow-encoder.js';
import { netflow9Templates } from './flow-templates.js';
import type { MessageFormat } from './message-builder.js';
import { netflow9OptionTemplates } from './option-templates.js';
import { TemplateEncoder, type TemplateEncoderOptions } from './template-encoder.js';
import type { Template } from './template.js';
import { UptimeBase } from './uptime-base.js';

const version = 9;

/** NetFlow version 9, RFC 3954. */
export function netflow9Encoder(options: TemplateEncoderOptions): FlowEncoder {
  const base = new UptimeBase();
  const protocol = {
    sequenceOffset: 12,
    flowTemplates: netflow9Templates(),
    optionTemplates: netflow9OptionTemplates(),
    format: (now: number) => formatAt(now, base.at(now), options.domain),
    uptimeBase: (now: number) => base.at(now),
  };
  return new TemplateEncoder(protocol, options);
}

/** Packets of section 5. */
function formatAt(now: number, uptimeBase: number, domain: number): MessageFormat {
  const seconds = Math.floor(now / 1000);
  return {
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
      message.writeUInt32BE(seconds * 1000 - uptimeBase, 4);
      message.writeUInt32BE(seconds >>> 0, 8);
      message.writeUInt32BE(domain, 16);
    },
  };
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
