// Collects the pages and menus of an import, which are written after its posts: a page may come before the one above it, and a menu before
// what it leads to.
import type { WriteTransaction } from "../../../platform/db/transaction.js";
import type { ImportedMenu, ImportedPage } from "../import-event.js";
import type { ImportReport } from "../import-report.js";
import { importMenus } from "./menu-import.js";
import { importPages, type PageImport } from "./page-import.js";

export class PagesAndMenus {
  readonly #pages: ImportedPage[] = [];
  readonly #menus: ImportedMenu[] = [];

  add(event: { kind: "page"; page: ImportedPage } | { kind: "menu"; menu: ImportedMenu }): void {
    if (event.kind === "page") this.#pages.push(event.page);
    else this.#menus.push(event.menu);
  }

  async write(
    transact: WriteTransaction,
    report: ImportReport,
    given: Omit<PageImport, "transact" | "report">,
  ): Promise<void> {
    const { source, locale, siteUrl, isDryRun } = given;
    const options = { ...{ transact, report, source, locale }, ...{ siteUrl, isDryRun } };
    await importPages(this.#pages, options);
    await importMenus(this.#menus, options);
  }
}
