export { KernelHost } from './kernel-host.js';
export { hasNetAdmin } from './net-admin.js';
export { NetlinkError } from './netlink-error.js';
export type { NetlinkErrorCode } from './netlink-error.js';
export { TrackedHost } from './tracked-host.js';
export type { TrackedHostOptions } from './tracked-host.js';
export { watchHost } from './watch.js';
export type { HostEvent, Watch, WatchedFamily, WatchOptions } from './watch.js';
