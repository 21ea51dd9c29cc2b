import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { SwaggerModule } from '@nestjs/swagger';
import type { FastifyInstance } from 'fastify';
import { builtInDrivers } from '#catalog';
import { createRegistry } from '#drivers';
import { openStore } from '#store';
import { AppModule } from './app.module.js';
import {
  parseConfig,
  type ControllerConfig,
  type ControllerSettings,
} from './config/controller-config.js';
import { isLocal, type ListenAddress } from './config/listen-address.js';
import { ControllerError } from './controller-error.js';
import type { ControllerParts } from './core/core.module.js';
import { Housekeeping } from './core/housekeeping.js';
import { jsonLogger, type Logger } from './core/logger.js';
import { nestLogger } from './core/nest-logger.js';
import { OpenStreams } from './http/event-stream.js';
import { readBodiesStrictly } from './http/json-body.js';
import { ControllerMetrics } from './metrics/controller-metrics.js';
import { meterRequests } from './metrics/request-meter.js';
import { openApiDocument } from './openapi/openapi-document.js';
import { createFirstToken } from './tokens/first-token.js';
import { TokenDesk } from './tokens/token-desk.js';

/** A controller that takes requests. */
export interface RunningController {
  readonly app: NestFastifyApplication;
  /** Where it takes requests: `http://127.0.0.1:8480`, or `unix:/path`. */
  readonly url: string;
  /** The first token, on the very first start only. */
  readonly adminToken?: string;
  /** Answers what was begun, ends the event streams, closes the store. */
  close(): Promise<void>;
}

/** Opens the store, builds the controller and starts to take requests. Settings that are absent have defaults. */
export async function createController(
  settings: ControllerSettings = {},
  chosen: Partial<Omit<ControllerParts, 'config' | 'store'>> = {},
): Promise<RunningController> {
  const config = checked(settings);
  const logger = chosen.logger ?? jsonLogger();
  const store = await openStore(await databaseFile(config.dataDir));
  const parts: ControllerParts = {
    config,
    store,
    logger,
    clock: chosen.clock ?? { now: () => new Date() },
    registry: chosen.registry ?? createRegistry(builtInDrivers),
  };
  const app = await buildApp(parts);
  const housekeeping = new Housekeeping(store, parts.clock, logger, config.eventsKept);
  const url = await listen(app, config, logger);
  const folder = config.dataDir === ':memory:' ? undefined : config.dataDir;
  const adminToken = await createFirstToken(store, app.get(TokenDesk), folder, logger);
  housekeeping.start();
  return {
    app,
    url,
    ...(adminToken !== undefined && { adminToken }),
    close: async () => {
      housekeeping.stop();
      app.get(OpenStreams).closeAll();
      await app.close();
      await store.close();
    },
  };
}

/** Everything but the door: for the API document and for tests that call it without a socket. */
export async function buildApp(parts: ControllerParts): Promise<NestFastifyApplication> {
  const adapter = new FastifyAdapter(await serverOptions(parts.config));
  const app = await NestFactory.create<NestFastifyApplication>(AppModule.with(parts), adapter, {
    bodyParser: false,
    logger: nestLogger(parts.logger),
    abortOnError: false,
  });
  app.setGlobalPrefix('api/v1', { exclude: ['livez', 'readyz', 'metrics'] });
  const fastify: FastifyInstance = app.getHttpAdapter().getInstance();
  readBodiesStrictly(fastify, parts.config.bodyLimitBytes);
  meterRequests(fastify, app.get(ControllerMetrics));
  SwaggerModule.setup('api/docs', app, () => openApiDocument(app), {
    jsonDocumentUrl: 'api/v1/openapi.json',
    raw: ['json'],
  });
  await app.init();
  await fastify.ready();
  return app;
}

async function serverOptions({ tls, bodyLimitBytes }: ControllerConfig): Promise<object> {
  const options = { bodyLimit: bodyLimitBytes, forceCloseConnections: 'idle', trustProxy: false };
  if (tls === undefined) return options;
  const [cert, key] = await Promise.all([readFile(tls.cert), readFile(tls.key)]);
  return { ...options, https: { cert, key, minVersion: 'TLSv1.2' } };
}

async function listen(
  app: NestFastifyApplication,
  { listen: address, tls }: ControllerConfig,
  logger: Logger,
): Promise<string> {
  const fastify: FastifyInstance = app.getHttpAdapter().getInstance();
  await fastify.listen(
    address.kind === 'unix' ? { path: address.path } : { host: address.host, port: address.port },
  );
  if (tls === undefined && !isLocal(address)) {
    logger.warn(
      'taking requests from other machines without TLS: tokens and documents can be read on the way',
    );
  }
  const url = urlOf(address, tls === undefined ? 'http' : 'https', fastify);
  logger.info('taking requests', { url });
  return url;
}

function urlOf(address: ListenAddress, scheme: string, fastify: FastifyInstance): string {
  if (address.kind === 'unix') return `unix:${address.path}`;
  const [bound] = fastify.addresses();
  const port = typeof bound === 'object' ? bound.port : address.port;
  return `${scheme}://${address.host.includes(':') ? `[${address.host}]` : address.host}:${port}`;
}

async function databaseFile(dataDir: string): Promise<string> {
  if (dataDir === ':memory:') return dataDir;
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  return join(dataDir, 'controller.sqlite');
}

function checked(settings: ControllerSettings): ControllerConfig {
  const config = parseConfig(settings);
  if (config.ok) return config.value;
  const faults = config.problems.map(({ path, detail }) => `${path}: ${detail}`).join('; ');
  throw new ControllerError('config-invalid', `the settings are not in order: ${faults}`);
}
