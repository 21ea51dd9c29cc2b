import type { HostState } from '#drivers';
import {
  ChangeControl,
  type ChangeControlOptions,
  type ChangeOutcome,
  type ControlledChange,
  type StageListener,
} from '#engine';
import { traced, type Tracer } from '#trace';
import type { ChangeTraces } from './change-traces.js';

/** Changes that are spans: of the trace of the approval of the version that is brought about. */
export class TracedChangeControl extends ChangeControl {
  constructor(
    options: ChangeControlOptions,
    private readonly tracer: Tracer,
    private readonly traces: ChangeTraces,
  ) {
    super(options);
  }

  override carryOut(
    change: ControlledChange,
    before: HostState,
    listen?: StageListener,
  ): Promise<ChangeOutcome> {
    const { contract, version, digest } = change;
    const attributes = { 'hercules.contract.id': contract, 'hercules.contract.version': version };
    const parent = this.traces.take(digest);
    return traced(
      this.tracer,
      'change host',
      { kind: 'consumer', attributes, parent },
      async (span) => {
        const outcome = await super.carryOut(change, before, listen);
        span.set('hercules.outcome', outcome.state);
        return outcome;
      },
    );
  }
}
