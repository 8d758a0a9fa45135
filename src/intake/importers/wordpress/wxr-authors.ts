// The authors of an export by login, by which items refer to them. A login may be an e-mail address, which must never become part of a
// public slug, and two logins may have the same slug.
import type { ImportedAuthor, ImportNotice } from "../import-event.js";
import type { WxrFields, WxrItemTerm } from "./wxr/wxr-record.js";
import { ownCopy } from "./wxr/wxr-text.js";
import { readTerm } from "./wxr-terms.js";

const CO_AUTHOR = /^cap-/;

/** An author of Co-Authors Plus or PublishPress Authors without an account. */
export interface GuestAuthor {
  login: string;
  name: string;
  bio: string | null;
}

export class AuthorDirectory {
  #notices: ImportNotice[] = [];
  readonly #byLogin = new Map<string, ImportedAuthor>();
  readonly #bySlug = new Map<string, ImportedAuthor>();

  constructor(declarations: Iterable<WxrFields>, guests: Iterable<GuestAuthor> = []) {
    for (const fields of declarations) {
      const login = (fields.get("wp:author_login") ?? "").trim();
      this.#add(login, displayName(fields));
    }
    for (const { login, name, bio } of guests) this.#add(login, name, bio);
  }

  declared(): ImportedAuthor[] {
    return [...this.#byLogin.values()];
  }

  /** The notices since the last call. */
  takeNotices(): ImportNotice[] {
    const notices = this.#notices;
    this.#notices = [];
    return notices;
  }

  /**
   * An author that the head does not declare, which is always the case in WXR 1.0, is made from the login. A variant of a login with the
   * slug of a known author refers to that author.
   */
  authorOf(rawLogin: string): ImportedAuthor | null {
    const login = rawLogin.trim();
    if (login === "") return null;
    return this.#byLogin.get(login) ?? this.#namesake(login) ?? this.#add(ownCopy(login), "");
  }

  /**
   * The author that a term of Co-Authors Plus names: its name is the login, and its nicename that of the author after "cap-". Another plugin may
   * use the taxonomy for something else, so that a term without that prefix must name a known author.
   */
  ofTerm({ nicename, name: rawName }: WxrItemTerm): ImportedAuthor | null {
    const name = rawName.trim();
    const ownNicename = (nicename ?? "").replace(CO_AUTHOR, "");
    const known = this.#byLogin.get(name) ?? this.#namesake(ownNicename) ?? this.#namesake(name);
    if (known !== undefined || !CO_AUTHOR.test(nicename ?? "")) return known ?? null;
    return this.#add(ownCopy(name.includes("@") ? name : ownNicename), ownCopy(name));
  }

  #add(login: string, name: string, bio: string | null = null): ImportedAuthor | null {
    const known = this.#byLogin.get(login);
    if (known !== undefined) return known;
    const isAddress = login.includes("@");
    const publicLogin = login.split("@")[0] ?? "";
    const publicName = (name.includes("@") ? name.split("@")[0] : name) || publicLogin;
    const term =
      readTerm(isAddress || login === "" ? null : login, publicName) ?? readTerm(null, login.replaceAll("@", ""));
    if (term === null) return null;
    const author = { slug: this.#freeSlug(term.slug, publicName), name: term.name, bio };
    this.#bySlug.set(author.slug, author);
    this.#byLogin.set(login || author.name, author);
    return author;
  }

  #namesake(login: string): ImportedAuthor | undefined {
    const slug = login.includes("@") ? undefined : readTerm(login, login)?.slug;
    return this.#bySlug.get(slug ?? "");
  }

  #freeSlug(slug: string, name: string): string {
    if (!this.#bySlug.has(slug)) return slug;
    let number = 2;
    while (this.#bySlug.has(`${slug}-${number}`)) number += 1;
    const reason = `Another author has the slug ${slug}; this author was given the slug ${slug}-${number}.`;
    this.#notices.push({ code: "RENAMED", item: `author ${name}`, reason });
    return `${slug}-${number}`;
  }
}

function displayName(fields: WxrFields): string {
  const display = (fields.get("wp:author_display_name") ?? "").trim();
  if (display !== "") return display;
  const parts = [fields.get("wp:author_first_name") ?? "", fields.get("wp:author_last_name") ?? ""];
  return parts
    .map((part) => part.trim())
    .filter(Boolean)
    .join(" ");
}
