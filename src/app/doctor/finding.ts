// What the doctor says of one thing: how it is, and what to do where it is not well.

export interface Finding {
  /** What was looked at. */
  check: string;
  status: "ok" | "warning" | "failure";
  message: string;
  /** What to do; absent where nothing is. */
  advice?: string;
}

export const ok = (check: string, message: string): Finding => ({ check, status: "ok", message });

export const warning = (check: string, message: string, advice: string): Finding => ({
  check,
  status: "warning",
  message,
  advice,
});

export const failure = (check: string, message: string, advice: string): Finding => ({
  check,
  status: "failure",
  message,
  advice,
});
