import type { Operation } from '#drivers';
import type { HostProvider, OperationOutcome, WatchedHost } from '#engine';
import { traced, type Tracer } from '#trace';

type Apply = (operations: readonly Operation[]) => Promise<readonly OperationOutcome[]>;

/** The kernel, whose reading and writing within a change are spans. */
export function tracedKernel(host: WatchedHost, tracer: Tracer): WatchedHost {
  return {
    observe: () => within(tracer, 'netlink dump', {}, () => host.observe()),
    apply: applying('netlink batch', tracer, (operations) => host.apply(operations)),
    get writes() {
      return host.writes;
    },
    onChange: (listener) => host.onChange(listener),
    close: () => {
      host.close();
    },
    ...(host.health !== undefined && { health: () => host.health?.() ?? [] }),
  };
}

/** What looks after other families, whose writing within a change is a span. */
export function tracedProvider(provider: HostProvider, tracer: Tracer): HostProvider {
  const name = `${provider.types.join(', ')} batch`;
  return {
    types: provider.types,
    observe: () => provider.observe(),
    apply: applying(name, tracer, (operations) => provider.apply(operations)),
    get writes() {
      return provider.writes;
    },
    onChange: (listener) => provider.onChange(listener),
    close: () => {
      provider.close();
    },
    ...(provider.health !== undefined && { health: () => provider.health?.() ?? [] }),
  };
}

function applying(name: string, tracer: Tracer, apply: Apply): Apply {
  return (operations) =>
    operations.length === 0
      ? apply(operations)
      : within(tracer, name, { 'hercules.operations': operations.length }, async () =>
          apply(operations),
        );
}

/** A span only where it belongs to one: the host is looked at all the time. */
function within<T>(
  tracer: Tracer,
  name: string,
  attributes: Readonly<Record<string, number>>,
  work: () => Promise<T>,
): Promise<T> {
  return tracer.present() === undefined ? work() : traced(tracer, name, { attributes }, work);
}
