import type { IpsecResource } from '#drivers';
import { textIn, type ViciSection } from '#vici';

/** The daemon's number of the IKE_SA that a line is about, under whose name some versions have it; '' for none. */
export function numberIn(message: ViciSection): string {
  return textIn(message, 'ikesa-uniqued') ?? textIn(message, 'ikesa-uniqueid') ?? '';
}

/** Whether a line is about a tunnel: by both ends' names, or by where the packets came from. */
export function names(line: string, { remoteAddress, remoteId }: IpsecResource): boolean {
  return (
    line.includes(`[${remoteId}]`) ||
    line.includes(`'${remoteId}'`) ||
    line.split(/[\s[\]]|\.{3}/).includes(remoteAddress)
  );
}
