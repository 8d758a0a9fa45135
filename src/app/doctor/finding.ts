// The result of a check: its status, and what to do if something is wrong.

export interface Finding {
  /** The name of the check. */
  check: string;
  status: "ok" | "warning" | "failure";
  message: string;
  /** What to do; absent if nothing needs to be done. */
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
