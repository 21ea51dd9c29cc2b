export { closeWindow, openLedger } from './usage-ledger.js';
export type { ClosedWindow, CounterReading, LedgerState, Moment } from './usage-ledger.js';
export type { Carried, InterfaceUsage, UsageWindow } from './usage-window.js';
export { isPastRetention, leastRetained } from './usage-retention.js';
export { parseUsageWindow } from './parse-usage-window.js';
