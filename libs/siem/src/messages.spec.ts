import { cefLine, cloudEvent, syslogMessage, type SiteEvent } from './index.js';

const speaker = { host: 'controller-1', version: '0.1.0' };
const event: SiteEvent = {
  seq: 42,
  time: '2026-11-20T08:00:00.000Z',
  type: 'contract.degraded',
  subject: 'contract 01J',
  actor: 'node host-a',
  data: { version: 3 },
};

describe('a syslog message', () => {
  it('is RFC 5424 with what it is about as structured data', () => {
    // 13 (log audit) * 8 + 4 (warning)
    expect(syslogMessage(event, speaker, 'rfc5424')).toBe(
      '<108>1 2026-11-20T08:00:00.000Z controller-1 hercules-connect - contract.degraded ' +
        '[hercules@32473 seq="42" subject="contract 01J" actor="node host-a"] {"version":3}',
    );
  });

  it('escapes what would end a parameter (RFC 5424, 6.3.3)', () => {
    const text = syslogMessage({ ...event, actor: String.raw`a"b]c\d` }, speaker, 'rfc5424');

    expect(text).toContain(String.raw`actor="a\"b\]c\\d"`);
  });

  it.each([
    ['contract.frozen', '<107>1'],
    ['contract.drifted', '<108>1'],
    ['contract.approved', '<109>1'],
    ['operation.updated', '<110>1'],
  ])('of %s begins with %s', (type, priority) => {
    expect(syslogMessage({ ...event, type }, speaker, 'rfc5424').split(' ')[0]).toBe(priority);
  });

  it('is one line whatever the event holds', () => {
    const data = { detail: 'a\nb\r\n<0>1 forged' };
    for (const format of ['rfc5424', 'cef'] as const) {
      expect(syslogMessage({ ...event, data }, speaker, format)).not.toMatch(/[\r\n]/);
    }
  });

  it('has no host where its name has nothing printable', () => {
    expect(syslogMessage(event, { ...speaker, host: 'ü ' }, 'rfc5424')).toContain('Z - hercules');
  });
});

describe('a CEF line', () => {
  it('has seven fields of a header and an extension', () => {
    expect(cefLine(event, speaker)).toBe(
      'CEF:0|ThreeFold|Hercules Connect|0.1.0|contract.degraded|contract degraded|6|' +
        'rt=1795161600000 externalId=42 cat=contract suser=node host-a ' +
        'cs1Label=subject cs1=contract 01J cs2Label=data cs2={"version":3}',
    );
  });

  it('escapes by the rules of header and extension', () => {
    const line = cefLine({ ...event, type: 'a|b', actor: 'x=y\\z\nforged' }, speaker);

    expect(line).toContain(String.raw`|a\|b|`);
    expect(line).toContain(String.raw`suser=x\=y\\z\nforged `);
  });
});

describe('a cloud event', () => {
  it('is named by its source and number', () => {
    expect(cloudEvent(event, speaker)).toEqual({
      specversion: '1.0',
      id: '42',
      source: 'urn:hercules-connect:controller:controller-1',
      type: 'hercules.contract.degraded',
      subject: 'contract 01J',
      time: '2026-11-20T08:00:00.000Z',
      datacontenttype: 'application/json',
      actor: 'node host-a',
      data: { version: 3 },
    });
  });

  it('has no actor where nobody in particular acted', () => {
    expect(cloudEvent({ ...event, actor: '' }, speaker)).not.toHaveProperty('actor');
  });
});
