// Reads the URL of a database as libpq documents it: several hosts, `target_session_attrs`, and TLS by `sslmode` and its files. The driver
// knows one host, no such attributes, and another meaning of `sslmode`; it gets one URL for each host, without these parameters.

const SESSION_ATTRS = ["any", "read-write", "read-only", "primary", "standby", "prefer-standby"] as const;
/** `no-verify` is the driver's name for `require` without a certificate authority. */
const SSL_MODES = ["disable", "allow", "prefer", "require", "verify-ca", "verify-full", "no-verify"] as const;

/** Which servers may be used: see `target_session_attrs` of libpq. */
export type SessionAttrs = (typeof SESSION_ATTRS)[number];

export interface TlsSettings {
  mode: (typeof SSL_MODES)[number];
  /** Path of the certificates of authorities; `system`: those that Node brings. Null if absent. */
  rootCert: string | null;
  cert: string | null;
  key: string | null;
}

export interface DatabaseTarget {
  /** One for each host, in the order in which they are tried. */
  urls: readonly [string, ...string[]];
  sessionAttrs: SessionAttrs;
  /** Null if the URL does not speak of TLS; the driver then uses none, unless PGSSLMODE is set. */
  tls: TlsSettings | null;
  /** Settings in the parameter `options`, such as `-c work_mem=8MB`; empty if there are none. */
  options: string;
}

/** Says what is wrong with a URL, without repeating it, since it may contain a password. */
export class DatabaseUrlError extends Error {
  override readonly name = "DatabaseUrlError";
}

const FORM = /^(postgres(?:ql)?:\/\/)(?:([^/?#]*)@)?([^/?#@]*)(\/[^?#]*)?(?:\?([^#]*))?$/;
const EXPECTED = "a URL such as postgres://user:password@host:5432/name";

export function parseDatabaseUrl(text: string): DatabaseTarget {
  const [, scheme = "", login, hosts = "", path = "", query = ""] = FORM.exec(text) ?? [];
  if (scheme === "") throw new DatabaseUrlError(`must be ${EXPECTED}`);
  const parameters = new URLSearchParams(query);
  const take = (name: string): string | null => {
    const value = parameters.get(name);
    parameters.delete(name);
    return value;
  };
  const sessionAttrs = oneOf("target_session_attrs", SESSION_ATTRS, take("target_session_attrs") ?? "any");
  const tls = tlsOf(take);
  take("uselibpqcompat");
  const options = take("options") ?? "";
  const places = placesOf(hosts, take("host"), take("port"));
  const urls = places.map(({ authority, host, port }) => {
    const own = new URLSearchParams(parameters);
    if (host !== null) own.set("host", host);
    if (port !== null) own.set("port", port);
    const rest = own.toString().replaceAll("+", "%20");
    return `${scheme}${login === undefined ? "" : `${login}@`}${authority}${path}${rest === "" ? "" : `?${rest}`}`;
  });
  // The driver reads a login without a host, which is no URL.
  if (!urls.every((url) => URL.canParse(url.replace("@/", "@host/"))))
    throw new DatabaseUrlError(`must be ${EXPECTED}`);
  return { urls: urls as [string, ...string[]], sessionAttrs, tls, options };
}

interface Place {
  authority: string;
  host: string | null;
  port: string | null;
}

/** As libpq, hosts in the query replace those before the path; their ports are as many, or one for all. */
function placesOf(authorities: string, host: string | null, port: string | null): Place[] {
  const ports = port === null ? [null] : port.split(",");
  const named = host === null ? authorities.split(",") : host.split(",");
  if (ports.length !== 1 && ports.length !== named.length) {
    throw new DatabaseUrlError(`has ${named.length} hosts, but ${ports.length} ports`);
  }
  if (named.length > 1 && named.includes("")) throw new DatabaseUrlError("has an empty host in its list of hosts");
  return named.map((name, index) => {
    const own = ports.length === 1 ? (ports[0] ?? null) : (ports[index] ?? null);
    return host === null ? { authority: name, host: null, port: own } : { authority: "", host: name, port: own };
  });
}

function tlsOf(take: (name: string) => string | null): TlsSettings | null {
  const [mode, rootCert, cert, key] = [take("sslmode"), take("sslrootcert"), take("sslcert"), take("sslkey")];
  if ((mode ?? rootCert ?? cert ?? key) === null) return null;
  const isSystem = rootCert === "system";
  const known = oneOf("sslmode", SSL_MODES, mode ?? (isSystem ? "verify-full" : "prefer"));
  if (isSystem && known !== "verify-full") {
    throw new DatabaseUrlError("has sslrootcert=system, which needs sslmode=verify-full");
  }
  // Every authority that Node knows would do, and any name: that is no check.
  if (known === "verify-ca" && rootCert === null) {
    throw new DatabaseUrlError("has sslmode=verify-ca, which needs sslrootcert");
  }
  if ((cert === null) !== (key === null)) throw new DatabaseUrlError("has one of sslcert and sslkey without the other");
  return { mode: known, rootCert, cert, key };
}

function oneOf<T extends string>(name: string, values: readonly T[], text: string): T {
  const value = values.find((candidate) => candidate === text);
  if (value === undefined) throw new DatabaseUrlError(`has an unknown ${name}; it must be one of ${values.join(", ")}`);
  return value;
}
