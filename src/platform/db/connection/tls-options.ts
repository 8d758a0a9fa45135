// The TLS of a connection, by `sslmode` as libpq documents it. The driver reads the same names in another way: for it, `require` and
// `verify-ca` check the name of the host too, and `prefer` never goes without TLS.
import { readFileSync } from "node:fs";
import type { ConnectionOptions } from "node:tls";
import { messageOf } from "../../../lib/error-facts.js";
import { DatabaseUrlError, type TlsSettings } from "../../config/database-url.js";

/** False: without TLS. Undefined: as the driver decides. */
export type Tls = ConnectionOptions | false | undefined;

/** The ways to connect to a host, in the order in which they are tried. */
export function tlsVariants(settings: TlsSettings | null): readonly [Tls, ...Tls[]] {
  if (settings === null) return [undefined];
  switch (settings.mode) {
    case "disable":
      return [false];
    case "allow":
      return [false, encrypted(settings)];
    case "prefer":
      return [encrypted(settings), false];
    case "no-verify":
      return [encrypted({ ...settings, rootCert: null })];
    case "require":
      return [encrypted(settings)];
    case "verify-ca":
      return [encrypted(settings)];
    case "verify-full":
      return [{ ...filesOf(settings), rejectUnauthorized: true }];
  }
}

/** Checks the authority if one is given, as libpq does for `require`, but not the name of the host. */
function encrypted(settings: TlsSettings): ConnectionOptions {
  const files = filesOf(settings);
  return files.ca === undefined
    ? { ...files, rejectUnauthorized: false }
    : { ...files, rejectUnauthorized: true, checkServerIdentity: () => undefined };
}

function filesOf({ rootCert, cert, key }: TlsSettings): ConnectionOptions {
  return {
    ...(rootCert !== null && rootCert !== "system" && { ca: fileOf("sslrootcert", rootCert) }),
    ...(cert !== null && { cert: fileOf("sslcert", cert) }),
    ...(key !== null && { key: fileOf("sslkey", key) }),
  };
}

function fileOf(name: string, path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    throw new DatabaseUrlError(`The file of ${name} in the URL of the database cannot be read: ${messageOf(error)}.`);
  }
}
