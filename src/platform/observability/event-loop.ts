// Samples the delay and the utilisation of the event loop several times a second. They show overload that no single request can detect.
import { type EventLoopUtilization, monitorEventLoopDelay, performance } from "node:perf_hooks";

const RESOLUTION_MS = 20;

export interface EventLoopWatch {
  /** How late timers fired on average during the last sampling interval. */
  readonly delayMs: number;
  /** The part of the interval in which the loop was not idle, 0 to 1. */
  readonly utilisation: number;
  close(): void;
}

/** Calls `onSample` after each sample. */
export function watchEventLoop(
  everyMs: number,
  onSample: (watch: EventLoopWatch) => void = () => undefined,
): EventLoopWatch {
  const histogram = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  histogram.enable();
  let last: EventLoopUtilization = performance.eventLoopUtilization();
  const watch = {
    delayMs: 0,
    utilisation: 0,
    close: () => {
      clearInterval(timer);
      histogram.disable();
    },
  };
  const sample = () => {
    const now = performance.eventLoopUtilization();
    watch.utilisation = performance.eventLoopUtilization(now, last).utilization;
    last = now;
    // The histogram counts the ticks of its own timer; if there was none, the loop was blocked for the whole interval.
    const interval = histogram.count > 0 ? histogram.mean / 1e6 : everyMs + RESOLUTION_MS;
    watch.delayMs = Math.max(0, interval - RESOLUTION_MS);
    histogram.reset();
    onSample(watch);
  };
  const timer = setInterval(sample, everyMs).unref();
  return watch;
}
