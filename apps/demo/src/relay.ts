import { connect, createServer, type Server, type Socket } from 'node:net';

export interface Relay {
  /** Where the relay answers, as in `http://127.0.0.1:8480`. */
  readonly url: string;
  close(): void;
}

/** Lets a Unix socket be reached on loopback: on the port wished for, or on a free one where that is taken. */
export async function openRelay(socketPath: string, wishedPort: number): Promise<Relay> {
  const clients = new Set<Socket>();
  const server = createServer((client) => {
    clients.add(client);
    const upstream = connect(socketPath);
    client.pipe(upstream).pipe(client);
    client.on('error', () => upstream.destroy()).on('close', () => upstream.destroy());
    client.on('close', () => clients.delete(client));
    upstream.on('error', () => client.destroy()).on('close', () => client.destroy());
  });
  const port = await listen(server, wishedPort).catch(() => listen(server, 0));
  return {
    url: `http://127.0.0.1:${port}`,
    close: () => {
      server.close();
      for (const client of clients) client.destroy();
    },
  };
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.removeListener('error', reject);
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : port);
    });
  });
}
