import { z } from 'zod';
import { isLoopback } from '../config/listen-address.js';
import { eventTypes } from '../core/journal.js';

const common = {
  /** Names it for good: what it has been told is remembered by it. */
  name: z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/, {
    error: 'a receiver is named by 1 to 63 lower-case letters, digits or dashes',
  }),
  /** Kinds of events that it is told; absent: all. */
  types: z.array(z.enum(eventTypes)).min(1).optional(),
};

const url = z
  .url({ protocol: /^https?$/ })
  .refine((text) => isPrivateOnTheWay(text), 'a webhook on another machine is called by https');

const syslog = z.strictObject({
  kind: z.literal('syslog'),
  ...common,
  host: z.string().min(1),
  port: z.int().min(1).max(65_535).default(6514),
  /** PEM file of the authority of the collector; absent: those that Node trusts. */
  ca: z.string().optional(),
  /** PEM files of our own certificate, where the collector asks for one. */
  cert: z.string().optional(),
  key: z.string().optional(),
  format: z.enum(['rfc5424', 'cef']).default('rfc5424'),
});

const webhook = z.strictObject({
  kind: z.literal('webhook'),
  ...common,
  url,
  /** File of what both sides know. White space at its end does not count. */
  secretFile: z.string().min(1),
});

export const receiverList = z
  .array(z.discriminatedUnion('kind', [syslog, webhook]))
  .default([])
  .superRefine((receivers, context) => {
    const names = receivers.map(({ name }) => name);
    for (const [index, name] of names.entries()) {
      if (names.indexOf(name) === index) continue;
      const message = `another receiver is named '${name}'`;
      context.addIssue({ code: 'custom', message, path: [index, 'name'] });
    }
  });

export type ReceiverSettings = z.output<typeof receiverList>[number];

function isPrivateOnTheWay(text: string): boolean {
  if (!URL.canParse(text)) return true;
  const { protocol, hostname } = new URL(text);
  return protocol === 'https:' || isLoopback(hostname.replace(/^\[(.+)\]$/, '$1'));
}
