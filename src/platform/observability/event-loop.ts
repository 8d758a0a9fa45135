// How far the event loop is behind and how busy it is, looked at several times a second: the one sign of overload that no
// single request can see.
import { type EventLoopUtilization, monitorEventLoopDelay, performance } from "node:perf_hooks";

const RESOLUTION_MS = 20;

export interface EventLoopWatch {
  /** How late timers were, on average, since the last look but one. */
  readonly delayMs: number;
  /** Part of the time that the loop was not idle, 0 to 1. */
  readonly utilisation: number;
  close(): void;
}

/** `onLook` is called after each look. */
export function watchEventLoop(
  everyMs: number,
  onLook: (watch: EventLoopWatch) => void = () => undefined,
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
  const look = () => {
    const now = performance.eventLoopUtilization();
    watch.utilisation = performance.eventLoopUtilization(now, last).utilization;
    last = now;
    // The histogram holds whole intervals between its own looks; without any, the loop stood still all the time.
    const interval = histogram.count > 0 ? histogram.mean / 1e6 : everyMs + RESOLUTION_MS;
    watch.delayMs = Math.max(0, interval - RESOLUTION_MS);
    histogram.reset();
    onLook(watch);
  };
  const timer = setInterval(look, everyMs).unref();
  return watch;
}
