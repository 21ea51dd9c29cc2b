import { ikeRetransmission } from '#drivers';

/** What makes one daemon differ from another. */
export interface CharonSettings {
  /** Directory of its own, absolute, readable by nobody else: socket, settings and log. */
  readonly directory: string;
  /** ESP in the daemon itself, through a TUN device: for labs whose kernel has none. */
  readonly userspaceEsp?: boolean;
  /** How much stands in the log, 0 to 1: of more, keys would be part. Absent: 0, what an auditor wants to know. */
  readonly logLevel?: 0 | 1;
  /** UDP ports of IKE; absent: 500 and 4500. */
  readonly ports?: readonly [ike: number, natTraversal: number];
  /** When a request without an answer is sent again; absent: as all daemons of ours. */
  readonly retransmission?: {
    readonly tries: number;
    readonly timeout: number;
    readonly base: number;
  };
}

export function socketIn(directory: string): string {
  return `${directory}/charon.vici`;
}

export function confIn(directory: string): string {
  return `${directory}/strongswan.conf`;
}

/**
 * Nothing that can authenticate by password, and no plugin that opens a socket of its own. Whichever of the two kernel
 * plugins comes first takes the ESP half.
 */
function plugins({ userspaceEsp = false }: CharonSettings): string {
  return [
    'random nonce openssl curve25519 pem pkcs1 pkcs8 pubkey x509 revocation constraints curl',
    'kdf hmac sha2 aes gcm ccm chapoly ctr',
    ...(userspaceEsp ? ['kernel-libipsec'] : []),
    'kernel-netlink socket-default vici counters',
  ].join(' ');
}

/**
 * The text of a daemon's `strongswan.conf`. With it nothing under /etc is read, so that a daemon of somebody else's
 * stays what it is. Routes are ours.
 */
export function strongswanConf(settings: CharonSettings): string {
  const { directory, logLevel = 0, ports, retransmission = ikeRetransmission } = settings;
  return `charon {
  load_modular = no
  load = ${plugins(settings)}
  install_routes = no
  threads = 32
  processor {
    priority_threads {
      high = 1
      medium = 4
    }
  }
  ikesa_table_size = 1024
  ikesa_table_segments = 16
  block_threshold = 2000
  cookie_threshold = 3000
  cookie_threshold_ip = 1000
  half_open_timeout = 30
  retransmit_tries = ${retransmission.tries}
  retransmit_timeout = ${retransmission.timeout.toFixed(1)}
  retransmit_base = ${retransmission.base}
  retransmit_jitter = 20
  retry_initiate_interval = 10
  close_ike_on_child_failure = yes
  make_before_break = yes
${ports === undefined ? '' : `  port = ${ports[0]}\n  port_nat_t = ${ports[1]}\n`}  plugins {
    vici {
      socket = unix://${socketIn(directory)}
    }
    kernel-libipsec {
      allow_peer_ts = yes
    }
  }
  filelog {
    log {
      path = ${directory}/charon.log
      append = no
      default = ${logLevel}
      time_format = %Y-%m-%dT%H:%M:%S
      ike_name = yes
      flush_line = ${logLevel === 1 ? 'yes' : 'no'}
    }
  }
}
`;
}
