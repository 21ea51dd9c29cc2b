import { readFile } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { SwaggerModule } from '@nestjs/swagger';
import type { FastifyInstance } from 'fastify';
import { AppModule } from './app.module.js';
import type { ControllerConfig } from './config/controller-config.js';
import type { ControllerParts } from './core/core.module.js';
import { nestLogger } from './core/nest-logger.js';
import { addCarefulHeaders } from './http/careful-headers.js';
import { readBodiesStrictly } from './http/json-body.js';
import { nameRequests, requestIdOf } from './http/request-context.js';
import { logRequests } from './http/request-log.js';
import { traceRequests } from './http/request-traces.js';
import { ControllerMetrics } from './metrics/controller-metrics.js';
import { meterRequests } from './metrics/request-meter.js';
import { openApiDocument } from './openapi/openapi-document.js';

/** Addresses that programs around us expect at the root. */
const withoutPrefix = ['livez', 'readyz', 'metrics', 'metrics/targets', 'metrics/nodes/:id'];

/** The whole controller but for its front door. */
export async function buildApp(parts: ControllerParts): Promise<NestFastifyApplication> {
  const adapter = new FastifyAdapter(await serverOptions(parts.config));
  // eslint-disable-next-line @typescript-eslint/no-unsafe-class-instance-assignment -- Nest's options are classes used as shapes
  const app = await NestFactory.create<NestFastifyApplication>(AppModule.with(parts), adapter, {
    bodyParser: false,
    logger: nestLogger(parts.logger),
    abortOnError: false,
  });
  app.setGlobalPrefix('api/v1', { exclude: withoutPrefix });
  const fastify = fastifyOf(app);
  nameRequests(fastify);
  traceRequests(fastify, parts.tracer);
  addCarefulHeaders(fastify);
  readBodiesStrictly(fastify, parts.config.bodyLimitBytes);
  meterRequests(fastify, app.get(ControllerMetrics));
  logRequests(fastify, parts.logger);
  SwaggerModule.setup('api/docs', app, () => openApiDocument(app), {
    jsonDocumentUrl: 'api/v1/openapi.json',
    raw: ['json'],
    customSiteTitle: 'Hercules Connect',
  });
  await app.init();
  await fastify.ready();
  return app;
}

export function fastifyOf(app: NestFastifyApplication): FastifyInstance {
  return app.getHttpAdapter().getInstance();
}

async function serverOptions({ tls, bodyLimitBytes }: ControllerConfig): Promise<object> {
  const options = {
    bodyLimit: bodyLimitBytes,
    forceCloseConnections: 'idle',
    genReqId: ({ headers }: IncomingMessage) => requestIdOf(headers),
  };
  if (tls === undefined) return options;
  const [cert, key] = await Promise.all([readFile(tls.cert), readFile(tls.key)]);
  return { ...options, https: { cert, key, minVersion: 'TLSv1.2' } };
}
