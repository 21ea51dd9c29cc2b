import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { Endpoint } from '../openapi/endpoint.js';
import { Readiness } from './readiness.js';

const healthView = z.object({ status: z.literal('ok') }).meta({ id: 'Health' });

@ApiTags('operation of the controller')
@Controller()
export class HealthController {
  constructor(private readonly readiness: Readiness) {}

  @Get('livez')
  @Endpoint({
    summary: 'Ask whether the process answers',
    access: { kind: 'public' },
    answers: { 200: { description: 'it does', schema: healthView } },
  })
  live(): unknown {
    return { status: 'ok' };
  }

  @Get('readyz')
  @Endpoint({
    summary: 'Ask whether the controller can do its work',
    access: { kind: 'public' },
    answers: { 200: { description: 'it can', schema: healthView } },
    problems: ['store-unavailable'],
  })
  ready(): unknown {
    return this.readiness.check();
  }
}
