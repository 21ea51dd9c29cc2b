import { noTracer, type Tracer } from './tracer.js';

export interface TracerOptions {
  /** Which program speaks: `hercules-controller`. */
  readonly service: string;
  readonly version: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/**
 * Spans go to a collector by OTLP over HTTP, as the variables that OpenTelemetry specifies say
 * (`OTEL_EXPORTER_OTLP_ENDPOINT`, `OTEL_TRACES_SAMPLER`, …); without an endpoint nobody listens, and nothing of OpenTelemetry
 * is loaded.
 */
export async function openTracer({
  service,
  version,
  environment,
}: TracerOptions): Promise<Tracer> {
  const endpoint =
    environment['OTEL_EXPORTER_OTLP_TRACES_ENDPOINT'] ?? environment['OTEL_EXPORTER_OTLP_ENDPOINT'];
  if (endpoint === undefined || endpoint === '') return noTracer;
  const { otelTracer } = await import('./otel-tracer.js');
  return otelTracer(service, version);
}
