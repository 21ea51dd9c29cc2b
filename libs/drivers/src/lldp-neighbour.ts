/** What the other end of a cable says of itself (IEEE 802.1AB), as a host heard it last. */
export interface LldpNeighbour {
  /** The host's interface that heard it. */
  readonly link: string;
  /** Who it is: a MAC address, a name. Printable, at most 255 characters, like all text here; from outside, so not to be trusted. */
  readonly chassis: string;
  /** Which of its ports: a name, a MAC address, a number. */
  readonly port: string;
  readonly systemName?: string;
  readonly portDescription?: string;
  /** In which VLAN it puts frames without a tag (IEEE 802.1Q, Port VLAN ID); absent: it does not say. */
  readonly nativeVlan?: number;
  /** VLANs that it names, ascending; []: it names none, which says nothing. */
  readonly vlans: readonly number[];
  /** Whether the port is in a link aggregation; absent: it does not say. */
  readonly isBundled?: boolean;
  /** Bytes of its largest frame, header and check sum included (IEEE 802.3); absent: it does not say. */
  readonly largestFrame?: number;
  /** RFC 3339. */
  readonly heardAt: string;
}
