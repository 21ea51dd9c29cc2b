import { registerDecorator } from 'class-validator';
import { z } from 'zod';
import { flowMeters, tunnelStates } from '#protocol';

const amount = z.number().nonnegative();
const counter = z.string().regex(/^\d{1,20}$/);
const side = z.tuple([counter, counter, counter, counter]);
const text = z.string().max(300);

const time = z.iso.datetime();
/** A word of ours, which becomes a label. */
const word = z.string().regex(/^[A-Za-z][A-Za-z-]{0,39}$/);
const mostWords = 100;
const amounts = z
  .record(word, amount)
  .refine((record) => Object.keys(record).length <= mostWords, 'these are too many');

const tunnel = z.object({
  contract: text,
  workload: text,
  state: z.enum(tunnelStates),
  establishedAt: time.optional(),
  counts: z.object({
    establishments: amount,
    rekeys: z.object({ ike: amount, child: amount }),
    receiveOctets: amount,
    receivePackets: amount,
    transmitOctets: amount,
    transmitPackets: amount,
    retransmits: amount,
    failures: amounts,
  }),
  notAfter: z.object({ own: time.optional(), authority: time.optional() }),
});

const vlanId = z.int().min(0).max(4095);
const neighbour = z.object({
  link: z.string().max(15),
  chassis: text,
  port: text,
  systemName: text.optional(),
  portDescription: text.optional(),
  nativeVlan: vlanId.optional(),
  vlans: z.array(vlanId).max(4096),
  isBundled: z.boolean().optional(),
  largestFrame: z.int().min(0).max(65_535).optional(),
  heardAt: time,
});

const hostMeasures = z.object({
  agent: z
    .object({ startedAt: z.iso.datetime(), cpuSeconds: amount, residentBytes: amount })
    .optional(),
  changes: z
    .record(
      text,
      z.object({ changes: amount, failures: amount, seconds: amount, lastSeconds: amount }),
    )
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
  tunnels: z.array(tunnel).max(10_000).optional(),
  xfrmErrors: amounts.optional(),
  neighbours: z.array(neighbour).max(1000).optional(),
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
