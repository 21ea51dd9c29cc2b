import { FlowError } from './flow-error.js';
import { linkProgram, readProgram } from './bpf-object.js';
import { meterObject } from './meter-object.js';

const object = Buffer.from(meterObject, 'base64');

describe("the meter's object", () => {
  it.each(['ingress', 'egress'])('has a program for %s that uses each map once', (section) => {
    const program = readProgram(object, section);
    expect(program.license).toBe('Dual MIT/GPL');
    expect(program.maps.map(({ name }) => name).sort()).toEqual([
      'meter_flows',
      'meter_interfaces',
      'meter_totals',
    ]);
  });

  it('gets the descriptors of maps into the instructions that load them', () => {
    const program = readProgram(object, 'ingress');
    const linked = linkProgram(program, () => 77);
    for (const { offset } of program.maps) {
      expect(linked.readUInt8(offset)).toBe(0x18);
      expect(linked.readUInt8(offset + 1) >> 4).toBe(1);
      expect(linked.readInt32LE(offset + 4)).toBe(77);
    }
    expect(linked).toHaveLength(program.instructions.length);
  });

  it('is refused where it is no ELF file or lacks the program', () => {
    expect(() => readProgram(Buffer.alloc(100), 'ingress')).toThrow(FlowError);
    expect(() => readProgram(object, 'elsewhere')).toThrow('no section elsewhere');
  });
});
