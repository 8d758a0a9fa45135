// SQLSTATE codes of failures that several places expect and continue after. `failure-table` says what all other codes mean to clients.

/** A lock that was not granted in time, or not at once with `nowait`. */
export const LOCK_NOT_AVAILABLE = "55P03";
/** Such as that of a role that does not own the tables. */
export const INSUFFICIENT_PRIVILEGE = "42501";
