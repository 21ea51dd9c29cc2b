import { accept, type Result } from '#contract';
import type { PeerSheet, Surroundings } from '#drivers';
import type { IpsecSpec } from './ipsec-spec.js';
import { peerSettings } from './peer-settings.js';
import { swanctlFiles } from './peer-swanctl.js';
import { peerText } from './peer-text.js';
import { tunnelEnds } from './tunnel-ends.js';

/** The tunnel from the other end's point of view. @throws TypeError where the host is no member */
export function ipsecPeerSheet(spec: IpsecSpec, surroundings: Surroundings): Result<PeerSheet> {
  const ends = tunnelEnds(spec, surroundings);
  if (!ends.ok) return ends;
  if (ends.value === undefined) {
    throw new TypeError(`'${surroundings.node.id}' is no end of the tunnel`);
  }
  const settings = peerSettings(spec, ends.value, surroundings);
  if (!settings.ok) return settings;
  return accept({
    host: surroundings.node.id,
    reader: ends.value.remote.name,
    settings: { ...settings.value },
    markdown: peerText(surroundings.owner.workload, settings.value),
    files: swanctlFiles(settings.value),
  });
}
