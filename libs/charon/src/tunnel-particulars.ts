import { silenceNoticedWithin, type IpsecResource } from '#drivers';
import type { IkeAssociation } from './associations.js';
import { earliestExpiry } from './certificate-expiry.js';
import { isInstalled } from './tunnel-health.js';

const day = 86_400_000;
/** Milliseconds before a certificate's end from which on an operator is told of it. */
const timeToRenew = 30 * day;

/** What is told of a tunnel besides how it is, in words. */
export interface TunnelRemarks {
  /** Of one that carries packets; absent: of the others. */
  readonly particulars?: string | undefined;
  /** Certificates that end soon; absent: none does. */
  readonly ending?: string | undefined;
}

/** @param now milliseconds of Unix time */
export function remarksOn(
  tunnel: IpsecResource,
  associations: readonly IkeAssociation[],
  now: number,
): TunnelRemarks {
  const standing = associations.filter(({ children }) => children.some(isInstalled));
  return {
    ending: endingCertificates(tunnel, now),
    particulars: standing.length === 0 ? undefined : particularsOf(tunnel, standing),
  };
}

function endingCertificates(
  { localCertificates, authorities }: IpsecResource,
  now: number,
): string | undefined {
  const told = [
    endOf("this end's certificate", localCertificates, now),
    endOf("the certificate of an authority for the peer's", authorities, now),
  ].flatMap((text) => text ?? []);
  return told.length === 0
    ? undefined
    : `${told.join(', and ')}: put a renewed one into the contract`;
}

function endOf(whose: string, pem: string, now: number): string | undefined {
  const end = earliestExpiry(pem);
  if (end === undefined || Date.parse(end) - now > timeToRenew) return undefined;
  return `${whose} ${Date.parse(end) < now ? 'ended' : 'ends'} on ${end.slice(0, 10)}`;
}

function particularsOf(
  { dpdDelay, udpEncapsulation }: IpsecResource,
  standing: readonly IkeAssociation[],
): string {
  const children = standing.flatMap((one) => one.children.filter(isInstalled));
  return [
    `IKE ${distinct(standing)}`,
    `ESP ${distinct(children)}`,
    // To have its way in UDP, an end pretends to be behind NAT.
    udpEncapsulation ? 'ESP always in UDP' : natText(standing),
    silenceText(dpdDelay),
  ].join('; ');
}

function distinct(entries: readonly { readonly algorithms: string }[]): string {
  return [...new Set(entries.map(({ algorithms }) => algorithmText(algorithms)))].sort().join(', ');
}

/** As `swanctl --list-sas` writes them: 'AES_GCM_16-256/PRF_HMAC_SHA2_384/ECP_384'. */
function algorithmText(algorithms: string): string {
  return algorithms.replace(/ (\d+)(?= |$)/, '-$1').replaceAll(' ', '/');
}

function natText(associations: readonly IkeAssociation[]): string {
  const [local, remote] = [
    associations.some(({ nat }) => nat.local),
    associations.some(({ nat }) => nat.remote),
  ];
  if (local && remote) return 'NAT before both ends';
  if (local) return 'NAT before this end';
  // A peer that wants ESP in UDP looks the same.
  return remote ? 'NAT before the peer, or it wants ESP in UDP' : 'no NAT between the ends';
}

function silenceText(dpdDelay: number): string {
  const seconds = silenceNoticedWithin(dpdDelay);
  return seconds === undefined
    ? 'nobody asks whether the peer lives'
    : `a silent peer is noticed within ${seconds} s`;
}
