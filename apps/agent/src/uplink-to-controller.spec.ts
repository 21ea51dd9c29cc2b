import { uplinkTo } from './uplink-to-controller.js';

describe('whom a host must reach for its controller', () => {
  it.each([
    ['https://192.0.2.9:8480', '192.0.2.9'],
    ['https://[2001:db8:0::9]:8480/', '2001:db8::9'],
    ['https://controller.example:8480', 'default'],
    ['http://127.0.0.1:8480', undefined],
    ['http://[::1]:8480', undefined],
    ['http://localhost:8480', undefined],
    ['unix:/run/hercules/controller.sock', undefined],
  ])('%s: %s', (controller, uplink) => {
    expect(uplinkTo(controller)).toBe(uplink);
  });
});
