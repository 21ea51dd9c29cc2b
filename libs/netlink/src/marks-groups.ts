/**
 * Whether a kernel keeps who put a group into a bridge (MDBE_ATTR_RTPROT, from Linux 6.3 on). By its release, as in
 * '6.1.0-18-amd64': a question that must be refused is refused before the kernel looks at the mark. Undefined where nobody can
 * tell: distributions take newer parts into older kernels.
 */
export function marksGroups(release: string): boolean | undefined {
  const [, major, minor] = /^(\d+)\.(\d+)/.exec(release) ?? [];
  if (major === undefined || minor === undefined) return undefined;
  const isNew = Number(major) > 6 || (Number(major) === 6 && Number(minor) >= 3);
  if (isNew) return true;
  return /\.el\d/.test(release) ? undefined : false;
}
