export { decodeAnnouncement } from './lldp-announcement.js';
export { canHearLldp, openLldpListener } from './lldp-listener.js';
