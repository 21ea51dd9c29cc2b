import { watchHost } from '#netlink';

/** Calls back whenever the kernel tells of a change, or that it could not tell of one. */
export async function watchKernel(onChange: () => void): Promise<() => void> {
  const watch = await watchHost(onChange);
  return () => {
    watch.close();
  };
}
