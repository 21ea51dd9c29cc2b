import { z } from 'zod';
import { checks } from './check-schema.js';
import {
  charterId,
  contractId,
  digest,
  distinct,
  instant,
  nodeId,
  tenantName,
  version,
  workloadName,
} from './fields.js';
import { chargeback, flow } from './flow-schema.js';
import { governance } from './requirement-schema.js';
import { coded } from './schema-problems.js';

export const contractSchemaName = 'hercules.connect/contract/v1';

const workload = z.strictObject({
  name: workloadName,
  /** Which driver reads `data`. */
  type: z.string().min(1).max(63),
  /** Version of the contract in which this workload last changed. */
  version,
  /** Workloads that must exist before this one; the drivers add what follows from `data`. */
  dependsOn: z.array(workloadName).optional(),
  /** False: nothing of it is on any host until a later version enables it again; absent: true. */
  enabled: z.boolean().optional(),
  /** Read by the driver; its schema is served at `/api/v1/drivers/{type}/schema`. */
  data: z.record(z.string(), z.unknown()),
});

export type Workload = z.infer<typeof workload>;

/** How a change of the network is made and kept. Every member may be left out. */
const change = z.strictObject({
  /** Who must say that a change may stay; absent: automatic, the host reaching its controller through it. */
  confirm: z.enum(['automatic', 'manual']).optional(),
  /** Seconds after which a change that nobody confirmed is taken back by the host itself; absent: 120. */
  confirmWithin: z
    .int()
    .refine(
      (seconds) => seconds >= 1 && seconds <= 86_400,
      coded('value-invalid', 'confirmWithin is 1 to 86400 seconds'),
    )
    .meta({ minimum: 1, maximum: 86_400 })
    .optional(),
  /** What a host does when its state departs from the contract; absent: repair. */
  drift: z.enum(['report', 'repair', 'freeze']).optional(),
  /**
   * Carry a change out also where it cuts a host off from its controller for a while: it is then taken back unless it is
   * confirmed in time. Absent: such a change is refused.
   */
  mayCutUplink: z.literal(true).optional(),
  /**
   * A change stays only when every check has passed, whoever else has to confirm it: it is taken back after
   * `confirmWithin` otherwise. Absent: checks are only reported.
   */
  requireChecks: z.literal(true).optional(),
});

export type ChangePolicy = z.infer<typeof change>;

/** What network is wanted, by whom, on which hosts and until when. */
export const contractSchema = z
  .strictObject({
    schema: z.literal(contractSchemaName),
    contractId,
    version,
    /** Digest of the version before; absent on version 1 only. */
    previous: digest.optional(),
    title: z.string().max(200),
    description: z.string().max(4000).optional(),
    labels: z.record(z.string(), z.string()).optional(),
    owner: z.strictObject({ tenant: tenantName, costCenter: z.string().max(100).optional() }),
    audience: z.strictObject({ charterId, nodes: distinct(nodeId, (id) => id, 'node') }),
    validity: z.strictObject({
      notBefore: instant,
      notAfter: instant,
      /** Signatures received later do not count; absent: until `notAfter`. */
      signBy: instant.optional(),
      /** What a host does with the network when `notAfter` has passed. */
      onExpiry: z.enum(['remove', 'keep']),
    }),
    governance,
    change: change.optional(),
    /** How hosts find out that the network works; absent: they see that it is configured, and no more. */
    checks: checks.optional(),
    /** Absent: nothing is metered. */
    flow: flow.optional(),
    chargeback: chargeback.optional(),
    workloads: distinct(workload, (entry) => entry.name, 'workload'),
  })
  .meta({ id: 'Contract', title: 'Hercules Connect contract, version 1' });

export type Contract = z.infer<typeof contractSchema>;
