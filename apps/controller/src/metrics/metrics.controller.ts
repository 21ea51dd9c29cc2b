import { Controller, Get, Headers, Param } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { listOf } from '../http/views.js';
import { Endpoint } from '../openapi/endpoint.js';
import { HostPages } from './host-pages.js';
import { MetricsAnswers } from './metrics-answers.js';

const targetsView = listOf(
  z.object({ targets: listOf(z.string()), labels: z.record(z.string(), z.string()) }),
).meta({ id: 'ScrapeTargets' });

@ApiTags('operation of the controller')
@Controller()
export class MetricsController {
  constructor(
    private readonly answers: MetricsAnswers,
    private readonly pages: HostPages,
  ) {}

  @Get('metrics')
  @Endpoint({
    summary: 'Read the metrics (Prometheus text format)',
    access: { kind: 'public' },
    answers: { 200: { description: 'the metrics', mediaType: 'text/plain' } },
  })
  metrics(): unknown {
    return this.answers.text();
  }

  @Get('metrics/targets')
  @Endpoint({
    summary: 'List the pages of hosts (Prometheus HTTP service discovery)',
    access: { kind: 'public' },
    answers: {
      200: { description: 'one entry for each host that was heard of', schema: targetsView },
    },
  })
  targets(@Headers('host') host: string | undefined): unknown {
    return this.pages.targets(host ?? 'localhost');
  }

  @Get('metrics/nodes/:id')
  @Endpoint({
    summary: 'Read the metrics of a host (Prometheus text format)',
    access: { kind: 'public' },
    parameters: { id: 'node id' },
    answers: { 200: { description: 'the metrics', mediaType: 'text/plain' } },
    problems: ['node-unknown', 'node-silent'],
  })
  host(@Param('id') id: string): unknown {
    return this.pages.page(id);
  }
}
