export { cefLine } from './cef-line.js';
export { cloudEvent } from './cloud-event.js';
export { SinkError, type EventSink, type RefusedEvent, type SinkErrorCode } from './event-sink.js';
export type { SiteEvent, Speaker } from './site-event.js';
export { syslogMessage, type SyslogFormat } from './syslog-message.js';
export { SyslogSink, type SyslogOptions } from './syslog-sink.js';
export { WebhookSink, type WebhookOptions } from './webhook-sink.js';
