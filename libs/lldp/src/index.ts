export { decodeAnnouncement } from './lldp-announcement.js';
export { openLldpListener } from './lldp-listener.js';
