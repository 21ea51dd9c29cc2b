import { z } from 'zod';
import { distinct } from './fields.js';
import { coded } from './schema-problems.js';

const collectorPattern =
  /^(?:(?:udp|tcp):\/\/)?(?:\[[0-9a-fA-F:]+\]|[0-9A-Za-z][0-9A-Za-z.-]{0,252})(?::[1-9][0-9]{0,4})?$/;

function seconds(name: string, most: number): z.ZodType<number> {
  return z
    .int()
    .refine(
      (value) => value >= 1 && value <= most,
      coded('value-invalid', `${name} is 1 to ${most} seconds`),
    )
    .meta({ minimum: 1, maximum: most });
}

const flowExport = z.strictObject({
  /** `host:port`, `udp://host:port` or `tcp://host:port`; absent port: 4739 for IPFIX, 2055 for NetFlow. */
  collector: z
    .string()
    .refine(
      (text) => collectorPattern.test(text),
      coded(
        'value-invalid',
        "a collector is 'host:port', with udp:// (the default) or tcp:// before it",
      ),
    )
    .meta({ pattern: collectorPattern.source }),
  /** Absent: ipfix. NetFlow 5 tells of IPv4 only. */
  protocol: z.enum(['ipfix', 'netflow9', 'netflow5']).optional(),
  /** Seconds between two descriptions of the layout; absent: 60. */
  templateRefresh: seconds('templateRefresh', 3600).optional(),
  /** Seconds after which a flow that lasts is reported; absent: 60. */
  activeTimeout: seconds('activeTimeout', 3600).optional(),
  /** Seconds of silence after which a flow is over; absent: 15. */
  idleTimeout: seconds('idleTimeout', 600).optional(),
});

export type FlowExport = z.infer<typeof flowExport>;

/** What crosses the interfaces of the contract is metered. */
export const flow = z.strictObject({
  /** Collectors that are told of flows; []: only totals are counted. */
  export: distinct(
    flowExport,
    ({ protocol = 'ipfix', collector }) => `${protocol} ${collector}`,
    'collector',
  ),
  /** What a host does that can't meter flows: refuse the contract (absent), or report counters of interfaces only. */
  fallback: z.enum(['refuse', 'counters']).optional(),
  /**
   * Days for which the controller keeps what was carried; absent: for good. Never less than until the end of the month
   * after, so that every month can be billed.
   */
  retentionDays: z
    .int()
    .refine(
      (value) => value >= 1 && value <= 3650,
      coded('value-invalid', 'retentionDays is 1 to 3650 days'),
    )
    .meta({ minimum: 1, maximum: 3650 })
    .optional(),
});

export type FlowPolicy = z.infer<typeof flow>;

/** Who pays by what: the name of a price plan that the controller knows. */
export const chargeback = z.strictObject({ plan: z.string().min(1).max(100) });
