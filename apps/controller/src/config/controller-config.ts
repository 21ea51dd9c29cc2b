import { z } from 'zod';
import { parseWith, refuse, type Result } from '#contract';
import { logLevels } from '#log';
import { parseTrustAnchor } from '../charter/trust-anchor.js';
import { receiverList } from '../receivers/receiver-settings.js';
import { pricePlanList } from '../usage/price-plans.js';
import { parseListenAddress } from './listen-address.js';

const listen = z.string().transform((text, context) => {
  const address = parseListenAddress(text);
  if (address !== undefined) return address;
  context.addIssue({ code: 'custom', message: "listen is '<host>:<port>' or 'unix:/path'" });
  return z.NEVER;
});

const seconds = z.int().min(1).max(86_400);

const trustAnchor = z
  .string()
  .refine(
    (text) => parseTrustAnchor(text).ok,
    "a trust anchor is 'sha256:…' or a key id of 43 characters",
  );

/** The settings as a file or a caller gives them. */
export const controllerSettings = z.strictObject({
  listen: listen.prefault('127.0.0.1:8480'),
  /** Folder of the database and of the first token. `:memory:` keeps nothing and is for tests. */
  dataDir: z.string().min(1).default('./data'),
  /** Absent: the first charter that a token with charter:write submits is trusted from then on. */
  trustAnchor: trustAnchor.optional(),
  /** Packages with drivers besides our own: names as npm has them, or paths to their folders. */
  drivers: z.array(z.string().min(1)).default([]),
  /** PEM files; absent: plain HTTP. */
  tls: z.strictObject({ cert: z.string(), key: z.string() }).optional(),
  bodyLimitBytes: z
    .int()
    .min(1024)
    .default(8 * 1024 * 1024),
  /** A host that is not heard of for this long counts as silent. */
  nodeSilentAfterSeconds: seconds.default(75),
  /** Seconds between the comments that keep an event stream open. */
  heartbeatSeconds: seconds.default(15),
  /** How many events are kept for those who resume watching. */
  eventsKept: z.int().min(1).default(100_000),
  /** Who outside is told what happens. */
  eventReceivers: receiverList,
  /** Plans by which contracts are billed that name them. */
  pricePlans: pricePlanList,
  /** What is less than this is not logged. */
  logLevel: z.enum(logLevels).default('info'),
});

export type ControllerSettings = z.input<typeof controllerSettings>;
/** Settings that a file or the environment gave; checked before they are used. */
export type UncheckedSettings = Readonly<Record<string, unknown>>;
export type ControllerConfig = z.output<typeof controllerSettings>;

/** Fills in what is not given; tells everything that is wrong. */
export function parseConfig(settings: unknown): Result<ControllerConfig> {
  const parsed = parseWith(controllerSettings as z.ZodType<ControllerConfig>, settings);
  return parsed.ok ? parsed : refuse(...parsed.problems);
}
