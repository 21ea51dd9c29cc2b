import { unlink } from 'node:fs/promises';
import { connect } from 'node:net';

/** Takes away the socket file of a controller that was killed. One on which somebody answers stays. */
export async function removeStaleSocket(path: string): Promise<void> {
  if (await isStale(path)) await unlink(path);
}

async function isStale(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path);
    socket.once('connect', () => {
      socket.destroy();
      resolve(false);
    });
    socket.once('error', (error: NodeJS.ErrnoException) => {
      resolve(error.code === 'ECONNREFUSED');
    });
  });
}
