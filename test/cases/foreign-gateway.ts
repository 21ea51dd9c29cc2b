/** Sections and settings of `swanctl.conf`, by their names. */
export interface ConfSection {
  readonly [name: string]: string | number | ConfSection;
}

export interface ForeignTunnel {
  readonly connection?: ConfSection;
  readonly local?: ConfSection;
  readonly remote?: ConfSection;
  readonly child?: ConfSection;
  /** Absent: the administrator forgot it. */
  readonly secret?: Buffer | undefined;
  readonly secrets?: ConfSection;
}

/** What the administrator of a gateway that is not ours writes for the tunnel of `TunnelSite.toForeign`. */
export function foreignConf({
  connection,
  local,
  remote,
  child,
  secret,
  secrets,
}: ForeignTunnel): string {
  const tunnel = {
    version: 2,
    local_addrs: '198.51.100.2',
    remote_addrs: '198.51.100.1',
    proposals: 'aes256gcm16-prfsha384-ecp384',
    ...connection,
    local: { auth: 'psk', id: 'gateway.example', ...local },
    remote: { auth: 'psk', id: 'host-a.example', ...remote },
    children: {
      theirs: {
        local_ts: '10.2.0.0/24',
        remote_ts: '10.1.0.0/24',
        esp_proposals: 'aes256gcm16-ecp384',
        ...child,
      },
    },
  };
  const ike = secret && {
    id: 'host-a.example',
    secret: `0x${secret.toString('hex')}`,
  };
  return confText({ connections: { tunnel }, secrets: { ...(ike && { ike }), ...secrets } });
}

export function confText(section: ConfSection): string {
  return Object.entries(section)
    .map(([name, value]) =>
      typeof value === 'object'
        ? `${name} {\n${confText(value)}}\n`
        : `${name} = ${typeof value === 'number' ? value : `"${value}"`}\n`,
    )
    .join('');
}
