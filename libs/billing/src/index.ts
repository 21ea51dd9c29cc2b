export { makeBill } from './bill.js';
export type { Bill, BillLine, BillSubject } from './bill.js';
export { focusCsv } from './focus-csv.js';
export type { Issuer } from './focus-csv.js';
export type { NamedWindow, Period } from './metered-usage.js';
export { parsePricePlan } from './parse-price-plan.js';
export { planProblems } from './plan-problems.js';
export { volumeUnits } from './price-plan.js';
export type { PricePlan, Rate } from './price-plan.js';
