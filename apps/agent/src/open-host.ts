import {
  CharonHost,
  CharonProcess,
  hostSecrets,
  ikeCapabilities,
  type TunnelHealth,
} from '#charon';
import type { SigningKey } from '#contract';
import { CompositeHost, type WatchedHost } from '#engine';
import { canHearLldp } from '#lldp';
import {
  TrackedHost,
  watchTables,
  type BeforeUp,
  type NumberedLink,
  type TrackedHostOptions,
} from '#netlink';
import { NftHost } from '#nft';
import type { TunnelMeasures } from '#protocol';
import { noTracer, type Tracer } from '#trace';
import { hostFlowCapabilities } from './flow-meters.js';
import { tracedKernel, tracedProvider } from './traced-parts.js';

export interface OpenHostOptions extends TrackedHostOptions {
  /** Who is told what was done to the host and when; absent: nobody. */
  readonly tracer?: Tracer;
  /** What the host's IKE daemon needs; absent: the host has no tunnels. */
  readonly tunnels?: {
    /** Directory of the daemon's own; it is made when the first tunnel is asked for. */
    readonly directory: string;
    /** The host's own key, by which it proves itself and opens what was sealed for it. */
    readonly identity: SigningKey;
    /** ESP in the daemon itself, for labs whose kernel has none. */
    readonly userspaceEsp?: boolean;
    /** Told when a tunnel is another way than before. */
    readonly onHealth?: (health: TunnelHealth) => void;
  };
}

/** A host that tells of links which it has made, before they come up. */
export interface MadeHost extends WatchedHost {
  onMade(listener: BeforeUp): void;
  /** Figures of the host's tunnels, as last looked at. */
  tunnelMeasures(): readonly TunnelMeasures[];
}

/** The host that this process runs on, with everything on it that looks after a family of resources. */
export async function openHost({
  tunnels,
  tracer = noTracer,
  ...options
}: OpenHostOptions = {}): Promise<MadeHost> {
  const told = { beforeUp: (_links: readonly NumberedLink[]): Promise<void> => Promise.resolve() };
  const bell = await watchTables('hercules/');
  const nft = await NftHost.open(bell === undefined ? {} : { bell });
  if (nft === undefined) bell?.close();
  const daemon = tunnels && daemonOf(tunnels);
  const charon = tunnels && daemon && openTunnels(daemon, tunnels);
  const providers = [nft, charon].filter((provider) => provider !== undefined);
  const beforeUp: BeforeUp = (links) => told.beforeUp(links);
  const [ike, flows, lldp] = await Promise.all([
    charon === undefined || daemon === undefined ? {} : ikeCapabilities(daemon),
    hostFlowCapabilities(),
    canHearLldp(),
  ]);
  const capabilities = { ...ike, ...flows, lldp };
  const kernel = await TrackedHost.open({ ...options, beforeUp, capabilities });
  const host = new CompositeHost(
    tracedKernel(kernel, tracer),
    providers.map((provider) => tracedProvider(provider, tracer)),
  );
  return Object.assign(host, {
    onMade: (listener: BeforeUp): void => {
      told.beforeUp = listener;
    },
    tunnelMeasures: () => charon?.measures() ?? [],
  });
}

function daemonOf({
  directory,
  userspaceEsp = false,
}: NonNullable<OpenHostOptions['tunnels']>): CharonProcess {
  return new CharonProcess({ directory, userspaceEsp });
}

function openTunnels(
  daemon: CharonProcess,
  { directory, identity, onHealth }: NonNullable<OpenHostOptions['tunnels']>,
): CharonHost | undefined {
  return CharonHost.open({
    daemon,
    directory,
    secrets: hostSecrets(identity),
    ...(onHealth !== undefined && { onHealth }),
  });
}
