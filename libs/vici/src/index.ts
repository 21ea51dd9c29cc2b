export { decodeMessage } from './decode-message.js';
export { encodeMessage } from './encode-message.js';
export { failing, FakeDaemon, success } from './fake-daemon.js';
export type { FakeCommand, Tell } from './fake-daemon.js';
export {
  emptySection,
  isSection,
  sectionIn,
  sectionOf,
  sectionsIn,
  textIn,
  textsIn,
} from './section.js';
export type { PlainSection, PlainValue, ViciSection, ViciValue } from './section.js';
export { ViciClient } from './vici-client.js';
export type { ViciClientOptions } from './vici-client.js';
export { ViciConnection } from './vici-connection.js';
export { ViciError } from './vici-error.js';
export type { ViciErrorCode } from './vici-error.js';
