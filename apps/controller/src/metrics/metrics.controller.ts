import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Endpoint } from '../openapi/endpoint.js';
import { MetricsAnswers } from './metrics-answers.js';

@ApiTags('operation of the controller')
@Controller()
export class MetricsController {
  constructor(private readonly answers: MetricsAnswers) {}

  @Get('metrics')
  @Endpoint({
    summary: 'Read the metrics (Prometheus text format)',
    access: { kind: 'public' },
    answers: { 200: { description: 'the metrics', mediaType: 'text/plain' } },
  })
  metrics(): unknown {
    return this.answers.text();
  }
}
