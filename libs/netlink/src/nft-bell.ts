import { loadTuner } from './socket-options.js';
import { openMulticastSocket } from './socket.js';

/** NETLINK_NETFILTER. */
const netfilterProtocol = 12;
/** NFNLGRP_NFTABLES. */
const tablesGroup = 7;
/** Bytes: the kernel packs the changes of one transaction into datagrams of at most a page and a half. */
const datagramSize = 16 * 1024;
const receiveBuffer = 1024 * 1024;

/** What is told of the changes of nftables. */
export interface TablesBell {
  onChange(listener: () => void): () => void;
  close(): void;
}

/**
 * Rings when a table of nftables changed whose name begins so, and when that may have been missed. Undefined where events
 * can't be had (see `socket-options.ts`).
 */
export async function watchTables(beginning: string): Promise<TablesBell | undefined> {
  const options = {
    protocol: netfilterProtocol,
    datagramSize,
    takesBeginnings: true,
    receiveBuffer,
  };
  const socket = openMulticastSocket(options, await loadTuner());
  if (socket === undefined) return undefined;
  const name = Buffer.from(beginning);
  let ring = (): void => undefined;
  socket.onMessage((datagram) => {
    if (datagram.length >= datagramSize || datagram.includes(name)) ring();
  });
  socket.onError(() => {
    ring();
  });
  socket.join(tablesGroup);
  return {
    onChange: (listener) => {
      ring = listener;
      return () => {
        ring = (): void => undefined;
      };
    },
    close: () => {
      ring = (): void => undefined;
      socket.close();
    },
  };
}
