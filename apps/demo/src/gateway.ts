import {
  createServer as createHttpServer,
  request,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http';
import { connect, createServer, type Socket } from 'node:net';
import { tampered } from './tamper.js';
import type { TamperMode } from './lab-calls.js';

/**
 * Stands between a controller and everybody else: relays Unix sockets to it and its neighbours (`socket=host:port` …), so
 * that they can be reached from outside their network namespace, and relays the hosts' calls, which it can be told to
 * falsify on the way back, as a controller in wrong hands would.
 */
const [controller = '', listen = '', ...sockets] = process.argv.slice(2);
const [controllerHost = '', controllerPort = ''] = controller.split(':');
const [listenHost = '', listenPort = ''] = listen.split(':');
let mode: TamperMode = 'none';

process.on('message', (wanted: TamperMode) => {
  mode = wanted;
});

for (const socket of sockets) serve(socket);

createHttpServer(relay).listen(Number(listenPort), listenHost, () => process.send?.('listening'));

function serve(socket: string): void {
  const [path = '', address = ''] = socket.split('=');
  const [host = '', port = ''] = address.split(':');
  createServer((client: Socket) => {
    const upstream = connect(Number(port), host);
    client.pipe(upstream).pipe(client);
    for (const [end, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      end.on('error', () => other.destroy());
      end.on('close', () => other.destroy());
    }
  }).listen(path);
}

function relay(incoming: IncomingMessage, outgoing: ServerResponse): void {
  const upstream = request(
    {
      host: controllerHost,
      port: controllerPort,
      method: incoming.method,
      path: incoming.url,
      headers: incoming.headers,
    },
    (answer) => {
      if (
        mode !== 'none' &&
        incoming.url?.includes('/agent/documents/') === true &&
        answer.statusCode === 200
      ) {
        void passTampered(answer, outgoing, mode);
        return;
      }
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    },
  );
  upstream.on('error', () => {
    if (!outgoing.headersSent) outgoing.writeHead(502);
    outgoing.end();
  });
  outgoing.on('close', () => upstream.destroy());
  incoming.pipe(upstream);
}

async function passTampered(
  answer: IncomingMessage,
  outgoing: ServerResponse,
  how: TamperMode,
): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of answer) chunks.push(chunk as Buffer);
  const bytes = tampered(Buffer.concat(chunks).toString(), how);
  outgoing.writeHead(200, {
    'content-type': answer.headers['content-type'] ?? 'application/jose+json',
  });
  outgoing.end(bytes);
}
