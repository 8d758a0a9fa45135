// Spans of OpenTelemetry over the parts of the service. Whoever is traced gets an `InSpan` and wraps itself; where tracing is
// off nothing is wrapped, so it costs nothing, and no package of OpenTelemetry is loaded.

export type SpanKind = "server" | "internal" | "client";
export type Attributes = Record<string, string | number>;

export interface OpenSpan {
  rename(name: string): void;
  note(attributes: Attributes): void;
  /** What was done in the span failed; a code, since messages may hold what nobody else is to see. */
  fail(code: string): void;
}

export interface SpanStart {
  name: string;
  kind: SpanKind;
  attributes?: Attributes;
  /** Headers of a request from elsewhere, whose trace is gone on with. */
  carrier?: Readonly<Record<string, unknown>>;
}

/** Spans that are opened while `work` runs, in whatever it calls, are children of this one. */
export type InSpan = <T>(start: SpanStart, work: (span: OpenSpan) => Promise<T>) => Promise<T>;

export interface Tracing {
  inSpan: InSpan;
  /** Sends what has not been sent yet. */
  close(): Promise<void>;
}

/** `endpoint` is that of a collector of OTLP over HTTP, without `/v1/traces`. */
export async function startTracing(endpoint: string, serviceName: string): Promise<Tracing> {
  const api = await import("@opentelemetry/api");
  const { BatchSpanProcessor, NodeTracerProvider } = await import("@opentelemetry/sdk-trace-node");
  const { OTLPTraceExporter } = await import("@opentelemetry/exporter-trace-otlp-http");
  const { resourceFromAttributes } = await import("@opentelemetry/resources");
  const { context, propagation, SpanKind: Kind, SpanStatusCode, trace } = api;
  const exporter = new OTLPTraceExporter({ url: `${endpoint.replace(/\/$/, "")}/v1/traces` });
  const provider = new NodeTracerProvider({
    resource: resourceFromAttributes({ "service.name": serviceName }),
    spanProcessors: [new BatchSpanProcessor(exporter)],
  });
  // The context manager and the form of `traceparent` are those of the process.
  provider.register();
  const tracer = provider.getTracer("colophon");
  const kinds = { server: Kind.SERVER, internal: Kind.INTERNAL, client: Kind.CLIENT };
  const inSpan: InSpan = (start, work) => {
    const active = context.active();
    const parent = start.carrier === undefined ? active : propagation.extract(active, start.carrier);
    const span = tracer.startSpan(start.name, { kind: kinds[start.kind], attributes: start.attributes ?? {} }, parent);
    const fail = (message: string) => void span.setStatus({ code: SpanStatusCode.ERROR, message });
    return context.with(trace.setSpan(parent, span), async () => {
      try {
        return await work({
          rename: (name) => void span.updateName(name),
          note: (attributes) => void span.setAttributes(attributes),
          fail,
        });
      } catch (error) {
        fail(codeOf(error));
        throw error;
      } finally {
        span.end();
      }
    });
  };
  return {
    inSpan,
    close: async () => {
      // A collector that is away is no reason not to end.
      await provider.shutdown().catch(() => undefined);
      trace.disable();
      context.disable();
      propagation.disable();
    },
  };
}

function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return "ERROR";
  return "code" in error ? String(error.code) : error.name;
}
