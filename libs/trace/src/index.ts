export { openTracer, type TracerOptions } from './open-tracer.js';
export { noTracer, traced, type Span, type SpanOptions, type Tracer } from './tracer.js';
