import { Answer } from '../http/answer.js';
import type { ControllerMetrics } from './controller-metrics.js';
import type { FleetMetrics } from './fleet-metrics.js';

/** The metrics as HTTP sees them. */
export class MetricsAnswers {
  constructor(
    private readonly metrics: ControllerMetrics,
    private readonly fleet: FleetMetrics,
  ) {}

  async text(): Promise<Answer> {
    const text = `${await this.metrics.text()}\n${await this.fleet.text()}`;
    return new Answer(text, 200, { 'content-type': this.metrics.contentType });
  }
}
