import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { TrustAnchor } from '#contract';
import { AgentError } from './agent-error.js';

export const usage = `hercules-agent: keeps one host as its signed contracts say

  --state DIR            where the agent remembers (default /var/lib/hercules-agent)
  --controller URL       where to call; needed once
  --join-token-file FILE one-time token from 'hercules node join', '-' for standard input; needed once
  --join-token TOKEN     the same, seen by everybody who may list the processes of the host
  --trust-anchor ANCHOR  sha256:… of version 1 of the charter, or the id of a key that signed it; needed once
  --config FILE          YAML with 'drivers', the driver packages to load (default config/default.yaml, if it exists);
                         HERCULES_DRIVERS=a,b goes before it
  --poll SECONDS         how often to look without being told (default 30)
  --usage-window SECONDS length of the windows in which usage is written down and signed (default 300)
  --enterprise-number N  your private enterprise number of IANA: IPFIX then names the contract of each flow under it
                         (default none: elements of IANA only)
  --userspace-esp        ESP in the IKE daemon itself: for labs whose kernel has none
  --show-key             print the host's public key and end
  --help

The agent calls out only and listens on nothing. It starts nft, strongSwan's IKE daemon when a contract wants a tunnel, and
pmacctd or softflowd where flows are wanted and the kernel takes no eBPF program. It needs CAP_NET_ADMIN.
`;

/** How the agent was started. */
export interface AgentFlags {
  readonly state: string;
  readonly controller?: string;
  readonly joinToken?: string;
  readonly trustAnchor?: TrustAnchor;
  readonly config?: string;
  /** Milliseconds. */
  readonly pollInterval: number;
  /** Milliseconds. */
  readonly usageWindow: number;
  /** Under which our own elements of IPFIX go; absent: none are sent. */
  readonly enterprise?: number;
  readonly userspaceEsp: boolean;
  readonly showKey: boolean;
  readonly help: boolean;
  /** What the agent is started with that had better be otherwise. */
  readonly warnings: readonly string[];
}

const tokenIsSeen =
  'everybody who may list the processes of this host sees the join token: give it by --join-token-file FILE, or - for standard input';

/** @throws TypeError for an option that is not known, AgentError for a join token that can't be read. */
export function readFlags(args: readonly string[]): AgentFlags {
  const { values } = parseArgs({
    args: [...args],
    options: {
      state: { type: 'string', default: '/var/lib/hercules-agent' },
      controller: { type: 'string' },
      'join-token': { type: 'string' },
      'join-token-file': { type: 'string' },
      'trust-anchor': { type: 'string' },
      config: { type: 'string' },
      poll: { type: 'string', default: '30' },
      'usage-window': { type: 'string', default: '300' },
      'enterprise-number': { type: 'string' },
      'userspace-esp': { type: 'boolean', default: false },
      'show-key': { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  const { controller, 'trust-anchor': anchor, 'join-token-file': file } = values;
  const enterprise = values['enterprise-number'];
  const joinToken = file === undefined ? values['join-token'] : tokenIn(file);
  return {
    state: values.state,
    pollInterval: millisecondsOf('poll', values.poll),
    usageWindow: millisecondsOf('usage-window', values['usage-window']),
    userspaceEsp: values['userspace-esp'],
    showKey: values['show-key'],
    help: values.help,
    warnings: values['join-token'] === undefined ? [] : [tokenIsSeen],
    ...(enterprise !== undefined && { enterprise: enterpriseOf(enterprise) }),
    ...(values.config !== undefined && { config: values.config }),
    ...(controller !== undefined && { controller }),
    ...(joinToken !== undefined && { joinToken }),
    ...(anchor !== undefined && { trustAnchor: trustAnchorOf(anchor) }),
  };
}

/** `sha256:…` is the digest of version 1 of the charter; anything else the id of a key that signed it. */
export function trustAnchorOf(text: string): TrustAnchor {
  return (text.startsWith('sha256:') ? { digest: text } : { keyId: text }) as TrustAnchor;
}

function millisecondsOf(option: string, text: string): number {
  const seconds = Number(text);
  if (seconds > 0) return seconds * 1000;
  throw new TypeError(`--${option} takes a number of seconds above 0, not '${text}'`);
}

/** RFC 9371 4.1: 0 and 2^32-1 are nobody's. RFC 5103 6.1: 29305 turns elements of IANA around. */
function enterpriseOf(text: string): number {
  const number = /^\d{1,10}$/.test(text) ? Number(text) : 0;
  if (number > 0 && number < 2 ** 32 - 1 && number !== 29_305) return number;
  throw new TypeError(
    `--enterprise-number takes a private enterprise number that IANA has given you, 1 to 4294967294, not '${text}'`,
  );
}

function tokenIn(file: string): string {
  try {
    return readFileSync(file === '-' ? 0 : file, 'utf8').trim();
  } catch (cause) {
    throw new AgentError(
      'join-token-unreadable',
      `the join token in '${file}' can't be read: check its path and mode`,
      { cause },
    );
  }
}
