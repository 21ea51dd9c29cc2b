import type { FastifyInstance } from 'fastify';
import type { ControllerConfig } from './config/controller-config.js';
import { isLocal } from './config/listen-address.js';
import type { Logger } from '#log';
import { removeStaleSocket } from './stale-socket.js';

type Door = Pick<FastifyInstance, 'listen' | 'addresses'>;

/** Starts to take requests; the answer is where: `http://127.0.0.1:8480`, or `unix:/path`. */
export async function openFrontDoor(
  fastify: Door,
  config: Pick<ControllerConfig, 'listen' | 'tls'>,
  logger: Logger,
): Promise<string> {
  const { listen } = config;
  if (listen.kind === 'unix') await removeStaleSocket(listen.path);
  await fastify.listen(
    listen.kind === 'unix' ? { path: listen.path } : { host: listen.host, port: listen.port },
  );
  if (config.tls === undefined && !isLocal(listen)) {
    logger.warn(
      'taking requests from other machines without TLS: tokens and documents can be read on the way',
    );
  }
  const url = urlOf(fastify, config);
  logger.info('taking requests', { url });
  return url;
}

function urlOf(fastify: Door, { listen, tls }: Pick<ControllerConfig, 'listen' | 'tls'>): string {
  if (listen.kind === 'unix') return `unix:${listen.path}`;
  const [bound] = fastify.addresses();
  const port = typeof bound === 'object' ? bound.port : listen.port;
  const host = listen.host.includes(':') ? `[${listen.host}]` : listen.host;
  return `${tls === undefined ? 'http' : 'https'}://${host}:${port}`;
}
