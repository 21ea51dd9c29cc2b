import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { loadCatalogue } from '#catalog';
import { createRegistry } from '#drivers';
import { openLog } from '#log';
import { openStore } from '#store';
import { openTracer } from '#trace';
import { buildApp, fastifyOf } from './build-app.js';
import {
  parseConfig,
  type ControllerConfig,
  type ControllerSettings,
  type UncheckedSettings,
} from './config/controller-config.js';
import { ControllerError } from './controller-error.js';
import { controllerVersion } from './controller-version.js';
import type { ControllerParts } from './core/core.module.js';
import { Housekeeping } from './core/housekeeping.js';
import { tracedStore } from './core/traced-store.js';
import { presentWork } from './http/request-context.js';
import { openFrontDoor } from './front-door.js';
import { OpenStreams } from './http/event-stream.js';
import { EventReceivers } from './receivers/event-receivers.js';
import { createFirstToken } from './tokens/first-token.js';
import { TokenDesk } from './tokens/token-desk.js';
import { UsageRetention } from './usage/usage-retention.js';

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

const inMemory = ':memory:';

/** Opens the store, builds the controller and starts to take requests. Settings that are absent have defaults. */
export async function createController(
  settings: ControllerSettings | UncheckedSettings = {},
  chosen: Partial<Omit<ControllerParts, 'config' | 'store'>> = {},
): Promise<RunningController> {
  const config = checked(settings);
  const registry = chosen.registry ?? createRegistry((await loadCatalogue(config.drivers)).drivers);
  const tracer =
    chosen.tracer ??
    (await openTracer({
      service: 'hercules-controller',
      version: controllerVersion,
      environment: process.env,
    }));
  const store = await openStore(await databaseFile(config.dataDir));
  const parts: ControllerParts = {
    config,
    tracer,
    store: tracedStore(store, tracer),
    logger:
      chosen.logger ??
      openLog({ service: 'controller', level: config.logLevel, about: presentWork }),
    clock: chosen.clock ?? { now: () => new Date() },
    registry,
  };
  try {
    return await start(parts);
  } catch (error) {
    await parts.store.close();
    throw error;
  }
}

async function start(parts: ControllerParts): Promise<RunningController> {
  const app = await buildApp(parts);
  try {
    return await open(app, parts);
  } catch (error) {
    await app.get(EventReceivers).stop();
    await app.close();
    throw error;
  }
}

async function open(
  app: NestFastifyApplication,
  { config, store, clock, logger, tracer }: ControllerParts,
): Promise<RunningController> {
  const folder = config.dataDir === inMemory ? undefined : config.dataDir;
  const adminToken = await createFirstToken(store, app.get(TokenDesk), folder, logger);
  const receivers = app.get(EventReceivers);
  await receivers.start();
  const url = await openFrontDoor(fastifyOf(app), config, logger);
  const usage = app.get(UsageRetention);
  const housekeeping = new Housekeeping(store, clock, logger, config.eventsKept, usage);
  housekeeping.start();
  return {
    app,
    url,
    ...(adminToken !== undefined && { adminToken }),
    close: async () => {
      housekeeping.stop();
      await receivers.stop();
      app.get(OpenStreams).closeAll();
      await app.close();
      await tracer.close();
      await store.close();
    },
  };
}

async function databaseFile(dataDir: string): Promise<string> {
  if (dataDir === inMemory) return dataDir;
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  return join(dataDir, 'controller.sqlite');
}

function checked(settings: ControllerSettings | UncheckedSettings): ControllerConfig {
  const config = parseConfig(settings);
  if (config.ok) return config.value;
  const faults = config.problems.map(({ path, detail }) => `${path}: ${detail}`).join('; ');
  throw new ControllerError('config-invalid', `the settings are not in order: ${faults}`);
}
