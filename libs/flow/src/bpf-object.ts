import { FlowError } from './flow-error.js';

/** One program of an object file: its instructions, and where the descriptors of maps belong. */
export interface BpfProgram {
  readonly name: string;
  readonly instructions: Buffer;
  readonly license: string;
  /** Byte offset of an instruction, and the name of the map that it loads. */
  readonly maps: readonly { readonly offset: number; readonly name: string }[];
}

/* ELF-64, little-endian: elf(5). */
const sectionSize = 64;
const symbolSize = 24;
const relocationSize = 16;
const sectionKind = { symbols: 2, relocations: 9 } as const;
/** R_BPF_64_64 of the kernel's document bpf/llvm_reloc: a 64-bit immediate. */
const mapRelocation = 1;

interface Section {
  readonly name: string;
  readonly kind: number;
  readonly bytes: Buffer;
  readonly link: number;
  /** Of a list of relocations: the section that they are for. */
  readonly info: number;
}

/** Reads the program of one section. */
export function readProgram(object: Buffer, section: string): BpfProgram {
  const sections = sectionsOf(object);
  const index = sections.findIndex(({ name }) => name === section);
  const code = sections[index];
  if (code === undefined) throw new FlowError('malformed', `the object has no section ${section}`);
  const license = sections.find(({ name }) => name === 'license')?.bytes.toString('latin1') ?? '';
  return {
    name: section,
    instructions: code.bytes,
    license: license.replace(/\0.*$/s, ''),
    maps: sections
      .filter(({ kind, info }) => kind === sectionKind.relocations && info === index)
      .flatMap((relocations) => mapsOf(relocations, sections)),
  };
}

/** The instructions with the descriptors of the maps in their places (BPF_PSEUDO_MAP_FD). */
export function linkProgram(
  { instructions, maps }: BpfProgram,
  fdOf: (map: string) => number,
): Buffer {
  const linked = Buffer.from(instructions);
  for (const { offset, name } of maps) {
    const pseudoMapFd = 1;
    const destination = linked.readUInt8(offset + 1) & 0x0f;
    linked.writeUInt8(destination | (pseudoMapFd << 4), offset + 1);
    linked.writeInt32LE(fdOf(name), offset + 4);
  }
  return linked;
}

function sectionsOf(object: Buffer): readonly Section[] {
  if (object.length < 64 || object.readUInt32BE(0) !== 0x7f454c46) {
    throw new FlowError('malformed', 'the object is no ELF file');
  }
  const table = Number(object.readBigUInt64LE(40));
  const count = object.readUInt16LE(60);
  const headers = Array.from({ length: count }, (_, index) =>
    object.subarray(table + index * sectionSize, table + (index + 1) * sectionSize),
  );
  const names = bytesOf(object, headers[object.readUInt16LE(62)]);
  return headers.map((header) => ({
    name: textAt(names, header.readUInt32LE(0)),
    kind: header.readUInt32LE(4),
    bytes: bytesOf(object, header),
    link: header.readUInt32LE(40),
    info: header.readUInt32LE(44),
  }));
}

function bytesOf(object: Buffer, header: Buffer | undefined): Buffer {
  if (header === undefined) return Buffer.alloc(0);
  const offset = Number(header.readBigUInt64LE(24));
  return object.subarray(offset, offset + Number(header.readBigUInt64LE(32)));
}

function mapsOf(relocations: Section, sections: readonly Section[]): BpfProgram['maps'] {
  const symbols = sections[relocations.link];
  const names = sections[symbols?.link ?? 0];
  if (symbols?.kind !== sectionKind.symbols || names === undefined) {
    throw new FlowError('malformed', 'the object has relocations without symbols');
  }
  const count = Math.floor(relocations.bytes.length / relocationSize);
  return Array.from({ length: count }, (_, index) => {
    const entry = relocations.bytes.subarray(index * relocationSize);
    if (entry.readUInt32LE(8) !== mapRelocation) {
      throw new FlowError(
        'malformed',
        `the object has a relocation of type ${entry.readUInt32LE(8)}`,
      );
    }
    const symbol = symbols.bytes.subarray(entry.readUInt32LE(12) * symbolSize);
    return {
      offset: Number(entry.readBigUInt64LE(0)),
      name: textAt(names.bytes, symbol.readUInt32LE(0)),
    };
  });
}

function textAt(bytes: Buffer, start: number): string {
  return bytes.toString('latin1', start, bytes.indexOf(0, start));
}
