import { longestPacket } from './elements.js';
import { ViciError } from './vici-error.js';

const headerLength = 4;

/** Cuts a stream of bytes into packets, however it arrives; each byte is copied at most once. */
export class PacketReader {
  #pieces: Buffer[] = [];
  #length = 0;
  #needed = headerLength;

  /** The packets that these bytes complete, without their lengths. Throws {@link ViciError}. */
  read(bytes: Buffer): readonly Buffer[] {
    this.#pieces.push(bytes);
    this.#length += bytes.length;
    if (this.#length < this.#needed) return [];
    const whole = this.#pieces.length === 1 ? bytes : Buffer.concat(this.#pieces);
    const packets: Buffer[] = [];
    let offset = 0;
    for (let end = endOfPacket(whole, offset); end <= whole.length;) {
      packets.push(whole.subarray(offset + headerLength, end));
      offset = end;
      end = endOfPacket(whole, offset);
    }
    this.#pieces = offset === whole.length ? [] : [whole.subarray(offset)];
    this.#length = whole.length - offset;
    this.#needed = endOfPacket(whole, offset) - offset;
    return packets;
  }
}

/** Where a packet ends that begins here; with too few bytes to tell, where its length ends. */
function endOfPacket(bytes: Buffer, offset: number): number {
  if (offset + headerLength > bytes.length) return offset + headerLength;
  const length = bytes.readUInt32BE(offset);
  if (length === 0 || length > longestPacket) {
    throw new ViciError('malformed', `a packet of ${length} bytes can't be: 1 to ${longestPacket}`);
  }
  return offset + headerLength + length;
}
