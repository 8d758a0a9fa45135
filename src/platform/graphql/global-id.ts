// Global ids (Relay's Global Object Identification): a type tag and the random UUID of the row, in base64url. Sequential ids or ids with a
// timestamp would reveal how many rows exist and when hidden ones were created.

const TYPE_TAGS = {
  Post: 1,
  Category: 2,
  Tag: 3,
  Author: 4,
  Series: 5,
  ApiToken: 6,
  Revision: 7,
  Site: 8,
  StoredRedirect: 9,
  Page: 10,
  Menu: 11,
  Asset: 12,
  Webhook: 13,
  WebhookDelivery: 14,
  Comment: 15,
} as const;

export type NodeType = keyof typeof TYPE_TAGS;

const TYPE_BY_TAG = new Map<number, NodeType>(Object.entries(TYPE_TAGS).map(([type, tag]) => [tag, type as NodeType]));
const UUID_BYTES = 16;
const ENCODED_LENGTH = 23;

export interface GlobalId {
  type: NodeType;
  /** Canonical lower-case UUID. */
  uuid: string;
}

export function encodeGlobalId(type: NodeType, uuid: string): string {
  const bytes = Buffer.allocUnsafe(UUID_BYTES + 1);
  bytes[0] = TYPE_TAGS[type];
  bytes.write(uuid.replaceAll("-", ""), 1, "hex");
  return bytes.toString("base64url");
}

/** Null for anything that this service did not issue. An object has exactly one id, so other encodings of it are rejected. */
export function decodeGlobalId(id: string): GlobalId | null {
  if (id.length !== ENCODED_LENGTH) return null;
  const bytes = Buffer.from(id, "base64url");
  if (bytes.length !== UUID_BYTES + 1 || bytes.toString("base64url") !== id) return null;
  const type = TYPE_BY_TAG.get(bytes[0] ?? 0);
  if (type === undefined) return null;
  return { type, uuid: uuidFromHex(bytes.toString("hex", 1)) };
}

function uuidFromHex(hex: string): string {
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

const MAX_SHOWN = 60;

/** An id as messages show it, whatever a client has sent in its place. */
export function shownId(id: string): string {
  return JSON.stringify(id.length > MAX_SHOWN ? `${id.slice(0, MAX_SHOWN).toWellFormed()}…` : id);
}
