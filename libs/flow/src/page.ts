/** Memory that messages are written into, one behind the other. */
export interface Page {
  readonly bytes: Buffer;
  readonly view: DataView;
}

/** All of it zero. */
export function freshPage(length: number): Page {
  return pageOf(Buffer.alloc(length));
}

/** With whatever stood there before: for who writes all of it. */
export function rawPage(length: number): Page {
  return pageOf(Buffer.allocUnsafeSlow(length));
}

function pageOf(bytes: Buffer): Page {
  return { bytes, view: new DataView(bytes.buffer, bytes.byteOffset, bytes.length) };
}
