import { messageFlag, type Request } from './messages.js';

/**
 * A change, which the kernel acknowledges.
 *
 * @param parts the family's header and attributes
 * @param flags NLM_F_* besides, such as `create`
 */
export function changeRequest(type: number, parts: readonly Buffer[], flags = 0): Request {
  return {
    type,
    flags: messageFlag.request | messageFlag.ack | flags,
    body: Buffer.concat(parts),
  };
}

/** All of a kind. @param parts the family's header, and attributes that narrow it down */
export function dumpRequest(type: number, parts: readonly Buffer[]): Request {
  return { type, flags: messageFlag.request | messageFlag.dump, body: Buffer.concat(parts) };
}

/** One of a kind, which is the answer. */
export function getRequest(type: number, parts: readonly Buffer[]): Request {
  return { type, flags: messageFlag.request, body: Buffer.concat(parts) };
}
