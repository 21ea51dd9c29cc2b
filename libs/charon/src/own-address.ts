import { createSocket } from 'node:dgram';

/**
 * Whether this host can send from an address, also where the interface that has it is down. What the system refuses for
 * another reason counts as yes: it is no proof.
 */
export function hasAddress(address: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createSocket(address.includes(':') ? 'udp6' : 'udp4');
    const end = (has: boolean): void => {
      socket.close();
      resolve(has);
    };
    socket.once('error', (error: NodeJS.ErrnoException) => {
      end(error.code !== 'EADDRNOTAVAIL');
    });
    socket.bind({ address, port: 0, exclusive: true }, () => {
      end(true);
    });
  });
}
