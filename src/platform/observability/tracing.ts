// OpenTelemetry spans for the parts of the service. A traced part is wrapped with `InSpan`. If tracing is off, nothing is wrapped and no
// OpenTelemetry package is loaded, so it costs nothing.

export type SpanKind = "server" | "internal" | "client";
export type Attributes = Record<string, string | number>;

export interface OpenSpan {
  rename(name: string): void;
  setAttributes(attributes: Attributes): void;
  /** Marks the span as failed. Takes a code, because messages may contain confidential values. */
  fail(code: string): void;
}

export interface SpanStart {
  name: string;
  kind: SpanKind;
  attributes?: Attributes;
  /** Headers of an incoming request, whose trace is continued. */
  carrier?: Readonly<Record<string, unknown>>;
}

/** Runs `work` in a span. Spans that are opened by what it calls become children of this one. */
export type InSpan = <T>(start: SpanStart, work: (span: OpenSpan) => Promise<T>) => Promise<T>;

export interface Tracing {
  inSpan: InSpan;
  /** Exports the remaining spans. */
  close(): Promise<void>;
}

/** `endpoint` is the URL of an OTLP/HTTP collector, without `/v1/traces`. */
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
  // Registers the context manager and the W3C propagator for the process.
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
          setAttributes: (attributes) => void span.setAttributes(attributes),
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
      // An unreachable collector must not keep the process from ending.
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
