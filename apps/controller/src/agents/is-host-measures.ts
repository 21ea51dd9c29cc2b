import { registerDecorator } from 'class-validator';
import { z } from 'zod';
import { flowMeters } from '#protocol';

const amount = z.number().nonnegative();
const counter = z.string().regex(/^\d{1,20}$/);
const side = z.tuple([counter, counter, counter, counter]);
const text = z.string().max(300);

const hostMeasures = z.object({
  agent: z
    .object({ startedAt: z.iso.datetime(), cpuSeconds: amount, residentBytes: amount })
    .optional(),
  metering: z
    .object({
      meter: z.enum(flowMeters),
      streams: z
        .array(
          z.object({
            collector: text,
            protocol: text,
            messages: amount,
            octets: amount,
            flows: amount,
            notSentFlows: amount,
            waiting: amount,
            failures: amount,
          }),
        )
        .max(1000),
    })
    .optional(),
  links: z.record(z.string().max(15), z.object({ receive: side, transmit: side })).optional(),
});

/** Figures of a host. Members that we do not know are left alone: a newer agent may have more to tell. */
export function IsHostMeasures(): PropertyDecorator {
  return (target, property) => {
    registerDecorator({
      name: 'isHostMeasures',
      target: target.constructor,
      propertyName: String(property),
      validator: {
        validate: (value: unknown) => hostMeasures.safeParse(value).success,
        defaultMessage: () => 'must be figures as agents tell them',
      },
    });
  };
}
