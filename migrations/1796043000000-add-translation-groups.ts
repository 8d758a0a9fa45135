// Adds the group of translations that a post belongs to, and what the source of an imported post says about it. Such an index has entries only for
// posts with a group, and so costs the others nothing.
import type { MigrationInterface, QueryRunner } from "typeorm";

const VIEW = "create or replace view published.post as select t.* from post t where t.visible_from <= now()";

/** The lock makes changes of one group wait for each other, so that each sees the languages of the others. */
const LEAVE = `create function post_leave_translations() returns trigger language plpgsql as $$
  begin
    perform pg_advisory_xact_lock(hashtextextended(old.translation_group::text, 0));
    if exists (select from post p where p.translation_group = new.translation_group and p.locale = new.locale and p.id <> new.id) then
      new.translation_group := null;
    end if;
    return new;
  end $$`;

/** A group of one post is none. */
const DISSOLVE = `create function post_dissolve_translations() returns trigger language plpgsql as $$
  begin
    update post set translation_group = null where translation_group = old.translation_group
      and not exists (select from post p where p.translation_group = old.translation_group offset 1);
    return null;
  end $$`;

export class AddTranslationGroups1796043000000 implements MigrationInterface {
  readonly name = "AddTranslationGroups1796043000000";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query("alter table post add translation_group uuid");
    await runner.query(`create unique index post_translation_group_locale_key on post (translation_group, locale)
      where translation_group is not null`);
    await runner.query("alter table import_item add translation_group uuid");
    await runner.query(`create index import_item_source_translation_group_idx on import_item (source, translation_group)
      where translation_group is not null`);
    await runner.query(LEAVE);
    await runner.query(DISSOLVE);
    await runner.query(`create trigger post_leave_translations before update of locale on post for each row
      when (old.translation_group is not null and new.locale <> old.locale) execute function post_leave_translations()`);
    await runner.query(`create trigger post_dissolve_translations after delete on post for each row
      when (old.translation_group is not null) execute function post_dissolve_translations()`);
    await runner.query(`create trigger post_dissolve_translations_left after update on post for each row
      when (old.translation_group is not null and new.translation_group is distinct from old.translation_group)
      execute function post_dissolve_translations()`);
    await runner.query(VIEW);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const name of ["post_leave_translations", "post_dissolve_translations", "post_dissolve_translations_left"]) {
      await runner.query(`drop trigger ${name} on post`);
    }
    await runner.query("drop function post_leave_translations(), post_dissolve_translations()");
    // A view cannot lose columns, so it is created again; no other view depends on it.
    await runner.query("drop view published.post");
    await runner.query("alter table post drop translation_group");
    await runner.query(VIEW);
    await runner.query("alter table import_item drop translation_group");
  }
}
