import type { Store } from '#store';
import { traced, type Tracer } from '#trace';

/** A store whose transactions are spans. */
export function tracedStore(store: Store, tracer: Tracer): Store {
  return {
    ...store,
    transaction: (work) => traced(tracer, 'store transaction', {}, () => store.transaction(work)),
  };
}
