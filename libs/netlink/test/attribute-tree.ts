import { Attributes } from '../src/attributes.js';

/** Attributes by type: bytes in hexadecimal, those that hold attributes as a tree. */
export type AttributeTree = Readonly<{ [type: number]: string | AttributeTree }>;

/** Which types hold attributes, by type. */
export type Nesting = Readonly<{ [type: number]: Nesting }>;

/** IFLA_LINKINFO holds IFLA_INFO_DATA. */
export const linkNesting: Nesting = { 18: { 2: {} } };

/** The same for two messages that differ in nothing but the order of their attributes. */
export function attributeTree(bytes: Buffer, nesting: Nesting = {}): AttributeTree {
  const attributes = new Attributes(bytes);
  return Object.fromEntries(
    attributes.types.map((type) => {
      const payload = attributes.payload(type) ?? Buffer.alloc(0);
      const inside = nesting[type];
      return [
        type,
        inside === undefined ? payload.toString('hex') : attributeTree(payload, inside),
      ];
    }),
  );
}
