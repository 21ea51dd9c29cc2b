import { z } from 'zod';
import { driverCheck } from './fields.js';

/** RT_TABLE_LOCAL is the kernel's own; 0 and 253 mean something else than a table. */
const kernelTables: ReadonlySet<number> = new Set([0, 253, 255]);

/** The number of a routing table; 254 is the main one. */
export const routingTable = z
  .int()
  .refine(
    (table) => table >= 0 && table <= 0xffff_ffff && !kernelTables.has(table),
    driverCheck(
      'table-out-of-range',
      'a routing table is 1 to 4294967295, of which 253 and 255 are kept by the kernel',
    ),
  )
  .meta({ minimum: 1, maximum: 0xffff_ffff });
