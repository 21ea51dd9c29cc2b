/** Memory that messages are written into, one behind the other. */
export interface Page {
  readonly bytes: Buffer;
  readonly view: DataView;
}

export function freshPage(length: number): Page {
  const bytes = Buffer.alloc(length);
  return { bytes, view: new DataView(bytes.buffer, bytes.byteOffset, length) };
}
