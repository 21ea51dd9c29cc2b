/** Element types of a message (strongSwan, src/libcharon/plugins/vici/README.md, 'Message format'). */
export const element = {
  sectionStart: 1,
  sectionEnd: 2,
  keyValue: 3,
  listStart: 4,
  listItem: 5,
  listEnd: 6,
} as const;

/** Bytes: a name's length is one byte, a value's two. */
export const longestName = 0xff;
export const longestValue = 0xffff;
/** Bytes of type, name and message together; of a longer one the daemon closes the socket. */
export const longestPacket = 512 * 1024;
/** A message of ours is three deep; what is deeper is not told by a daemon in its senses. */
export const deepestSection = 32;
