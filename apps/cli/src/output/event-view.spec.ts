import { eventLine } from './event-view.js';
import { plain } from './paint.js';

describe('eventLine', () => {
  const event = { seq: 7, time: '2026-11-20T08:00:00Z', type: 'node.seen', subject: 'host-a' };

  it('tells when, what, about what and by whom', () => {
    const data = { state: 'connected', nested: { left: 'out' } };
    expect(eventLine({ ...event, actor: 'alice', data }, plain)).toBe(
      '2026-11-20T08:00:00Z  node.seen            host-a by alice  state=connected\n',
    );
  });

  it('is short where there is no more to tell', () => {
    expect(eventLine({ ...event, actor: null, data: null }, plain)).toBe(
      '2026-11-20T08:00:00Z  node.seen            host-a\n',
    );
  });
});
