import { isIP } from 'node:net';

/** Where the controller takes requests. */
export type ListenAddress =
  | { readonly kind: 'tcp'; readonly host: string; readonly port: number }
  | { readonly kind: 'unix'; readonly path: string };

/** Reads `127.0.0.1:8480`, `[::1]:8480`, `localhost:0` (any free port) or `unix:/path`; undefined: none of these. */
export function parseListenAddress(text: string): ListenAddress | undefined {
  const path = /^unix:(\/.+)$/.exec(text)?.[1];
  if (path !== undefined) return { kind: 'unix', path };
  const [, host, port] = /^(\[[^\]]+\]|[^:\s]+):(\d{1,5})$/.exec(text) ?? [];
  if (host === undefined || Number(port) > 65535) return undefined;
  const bare = host.replace(/^\[(.+)\]$/, '$1');
  return { kind: 'tcp', host: bare, port: Number(port) };
}

/** Whether only programs of the same machine can reach it. */
export function isLocal(address: ListenAddress): boolean {
  return address.kind === 'unix' || isLoopback(address.host);
}

/** Whether what is sent there stays on the same machine. */
export function isLoopback(host: string): boolean {
  if (host === 'localhost') return true;
  return isIP(host) === 4 ? host.startsWith('127.') : host === '::1';
}
