import { SyslogSink, type SiteEvent, type SyslogOptions } from '../src/index.js';
// eslint-disable-next-line no-restricted-imports -- the support of all kernel tests stands outside of the libraries
import { inNewNetns, ip } from '../../../test/kernel/netns.js';
import { Rsyslog, syslogPort } from './rsyslog.js';

const signal = AbortSignal.timeout(120_000);

function event(seq: number, data: SiteEvent['data'] = {}): SiteEvent {
  const time = '2026-11-20T08:00:00.123Z';
  return { seq, time, type: 'contract.degraded', subject: 'contract a', actor: '', data };
}

describe('syslog over TLS, as rsyslog understands it', () => {
  async function withRsyslog(
    test: (
      rsyslog: Rsyslog,
      sink: (options?: Partial<SyslogOptions>) => SyslogSink,
    ) => Promise<void>,
  ): Promise<void> {
    const opened: SyslogSink[] = [];
    await inNewNetns(async () => {
      ip('link', 'set', 'lo', 'up');
      const rsyslog = new Rsyslog();
      const sink = (options: Partial<SyslogOptions> = {}): SyslogSink => {
        const made = new SyslogSink({
          host: '127.0.0.1',
          port: syslogPort,
          ...rsyslog.credentials(),
          format: 'rfc5424',
          speaker: { host: 'controller-1', version: '0.1.0' },
          ...options,
        });
        opened.push(made);
        return made;
      };
      try {
        await rsyslog.start();
        await test(rsyslog, sink);
      } finally {
        for (const one of opened) one.close();
        await rsyslog.close();
      }
    });
  }

  it('has time, host, kind, subject and data of every event, in order', async () => {
    await withRsyslog(async (rsyslog, sink) => {
      const events = Array.from({ length: 300 }, (_, index) => event(index + 1, { index }));
      await sink().deliver(events, signal);
      const received = await rsyslog.received(300);

      expect(received.map(({ text }) => text)).toEqual(
        events.map(({ data }) => JSON.stringify(data)),
      );
      expect(received[0]).toEqual({
        priority: '108',
        time: '2026-11-20T08:00:00.123Z',
        host: 'controller-1',
        program: 'hercules-connect',
        messageId: 'contract.degraded',
        structuredData: '[hercules@32473 seq="1" subject="contract a"]',
        text: '{"index":0}',
      });
    });
  });

  it('holds texts of every language, line ends and long ones as one message each', async () => {
    await withRsyslog(async (rsyslog, sink) => {
      const texts = ['schön ☂ 日本語', 'two\nlines', 'x'.repeat(6000)];
      await sink().deliver(
        texts.map((text, index) => event(index + 1, { text })),
        signal,
      );
      const received = await rsyslog.received(texts.length);

      expect(received.map(({ text }) => (JSON.parse(text) as { text: string }).text)).toEqual(
        texts,
      );
    });
  });

  it('carries CEF where that is chosen', async () => {
    await withRsyslog(async (rsyslog, sink) => {
      await sink({ format: 'cef' }).deliver([event(9)], signal);
      const [message] = await rsyslog.received(1);

      expect(message?.text).toMatch(
        /^CEF:0\|ThreeFold\|Hercules Connect\|0\.1\.0\|contract\.degraded\|/,
      );
    });
  });

  it('connects again when the collector comes back', async () => {
    await withRsyslog(async (rsyslog, sink) => {
      const one = sink({ patience: 2_000 });
      await one.deliver([event(1)], signal);
      await rsyslog.received(1);
      await rsyslog.stop();

      await expect(deliverUntilNoticed(one)).rejects.toMatchObject({ code: 'sink-unreachable' });
      await rsyslog.start();
      await one.deliver([event(50)], signal);
      expect((await rsyslog.received(2)).at(-1)?.structuredData).toContain('seq="50"');
    });
  });

  it('hands nothing to a collector whose certificate is not of the authority', async () => {
    await withRsyslog(async (rsyslog, sink) => {
      const { cert } = rsyslog.stranger();

      await expect(sink({ ca: cert }).deliver([event(1)], signal)).rejects.toMatchObject({
        code: 'sink-unreachable',
        cause: expect.objectContaining({ code: expect.stringMatching(/CERT|ISSUER|SIGNATURE/) }),
      });
    });
  });
});

/** What was written before the end of a connection is known is lost to TCP; syslog has no acknowledgement. */
async function deliverUntilNoticed(sink: SyslogSink): Promise<void> {
  for (let seq = 2; seq < 50; seq += 1) await sink.deliver([event(seq)], signal);
}
