import { accept, type Result } from '#contract';
import type { DriverRegistry } from '#drivers';
import { refuseWith } from '../problems/refuse-with.js';

/** What contracts may ask for. */
export class DriverCatalogue {
  constructor(private readonly registry: DriverRegistry) {}

  list(): { readonly items: readonly { readonly type: string; readonly title: string }[] } {
    return { items: this.registry.drivers.map(({ type, title }) => ({ type, title })) };
  }

  /** JSON Schema 2020-12 of the `data` of a workload. */
  schema(type: string): Result<object> {
    const driver = this.registry.find(type);
    return driver === undefined
      ? refuseWith('workload-type-unknown', `no driver reads '${type}'`)
      : accept(driver.jsonSchema());
  }
}
