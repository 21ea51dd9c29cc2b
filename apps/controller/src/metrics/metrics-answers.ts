import { Answer } from '../http/answer.js';
import type { ControllerMetrics } from './controller-metrics.js';

/** The metrics as HTTP sees them. */
export class MetricsAnswers {
  constructor(private readonly metrics: ControllerMetrics) {}

  async text(): Promise<Answer> {
    return new Answer(await this.metrics.text(), 200, { 'content-type': this.metrics.contentType });
  }
}
