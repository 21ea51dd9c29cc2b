import { z } from 'zod';
import { distinct, principalId, roleName } from './fields.js';
import { coded } from './schema-problems.js';

/**
 * Who must agree. Met when every `required` principal has signed and the weights of those who signed reach
 * `weightRequired`; with `separationOfDuties`, the signers must also stand in at least two different roles.
 */
export const requirement = z
  .strictObject({
    requests: distinct(
      z.strictObject({
        principal: principalId,
        /** A role that the charter gives this principal; absent: any. */
        role: roleName.optional(),
        required: z.boolean(),
        weight: z
          .int()
          .refine(
            (weight) => weight >= 1 && weight <= 1000,
            coded('value-invalid', 'a weight is 1 to 1000'),
          )
          .meta({ minimum: 1, maximum: 1000 }),
      }),
      (request) => request.principal,
      'principal',
    ),
    weightRequired: z
      .int()
      .refine((weight) => weight >= 1, coded('value-invalid', 'weightRequired is at least 1'))
      .meta({ minimum: 1 }),
    separationOfDuties: z.boolean(),
  })
  .meta({ id: 'Requirement' });

export type Requirement = z.infer<typeof requirement>;

/** What can be decided about a contract, each with its own requirement. */
export const governance = z.strictObject({
  provision: requirement,
  amend: requirement,
  revoke: requirement.optional(),
  emergencyStop: requirement.optional(),
});

export type Governance = z.infer<typeof governance>;
