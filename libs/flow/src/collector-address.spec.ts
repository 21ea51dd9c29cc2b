import { parseCollector } from './collector-address.js';

describe('the address of a collector', () => {
  it.each([
    ['198.51.100.9', { transport: 'udp', host: '198.51.100.9', port: 4739 }],
    ['collector.example:9995', { transport: 'udp', host: 'collector.example', port: 9995 }],
    ['tcp://[2001:db8::9]:4739', { transport: 'tcp', host: '2001:db8::9', port: 4739 }],
  ])('%s', (text, address) => {
    expect(parseCollector(text, 4739)).toEqual(address);
  });

  it.each(['', 'http://x:1', 'x:0', 'x:65536', 'a b', 'udp://'])("'%s' is none", (text) => {
    expect(parseCollector(text, 4739)).toBeUndefined();
  });
});
