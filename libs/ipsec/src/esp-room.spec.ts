import { espRoom } from './esp-room.js';

/** Counted with UDP, which comes where NAT is found. */
describe('the largest packet in a tunnel over a path of 1500 bytes', () => {
  it.each([
    ['aes256gcm16-ecp384', 1438, 1418],
    ['chacha20poly1305-x25519', 1438, 1418],
    ['aes256-sha256-ecp384', 1422, 1406],
    ['aes256-sha384-ecp384', 1422, 1390],
    ['aes256-sha512-ecp384', 1406, 1390],
  ])('with %s is %i over IPv4 and %i over IPv6', (proposal, ipv4, ipv6) => {
    expect(espRoom(1500, 'ipv4', [proposal])).toBe(ipv4);
    expect(espRoom(1500, 'ipv6', [proposal])).toBe(ipv6);
  });

  it('is that of the proposal that needs most', () => {
    expect(espRoom(1500, 'ipv4', ['aes256gcm16-ecp384', 'aes256-sha384-ecp384'])).toBe(1422);
  });
});
