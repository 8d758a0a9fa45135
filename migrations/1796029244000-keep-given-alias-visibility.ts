// Lets a writer that knows when the object of a former path becomes visible store that instant itself. An import stores several former paths with
// each post, and reading the post again for each of them took a tenth of the time that it spends in the database.
import type { MigrationInterface, QueryRunner } from "typeorm";

const triggerSql = (event: string, condition = "") =>
  `create trigger path_alias_visible_from${event === "insert" ? "" : "_again"} before ${event} on path_alias
   for each row ${condition} execute function path_alias_visible_from()`;

export class KeepGivenAliasVisibility1796029244000 implements MigrationInterface {
  readonly name = "KeepGivenAliasVisibility1796029244000";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query("drop trigger path_alias_visible_from on path_alias");
    // The default of the column, which no post, tag, author or series has.
    await runner.query(triggerSql("insert", "when (new.visible_from = '-infinity')"));
    await runner.query(triggerSql("update of kind, target_id"));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("drop trigger path_alias_visible_from on path_alias");
    await runner.query("drop trigger path_alias_visible_from_again on path_alias");
    await runner.query(
      `create trigger path_alias_visible_from before insert or update of kind, target_id on path_alias
       for each row execute function path_alias_visible_from()`,
    );
  }
}
