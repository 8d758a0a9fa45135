// Adds the list of scheduled posts and pages whose appearance has not been recorded yet. Triggers maintain it, so that no write of a date can
// forget it; the process that records an appearance removes the row in the same transaction.
import type { MigrationInterface, QueryRunner } from "typeorm";

const OWNERS = ["post", "page"] as const;

export class AddAppearances1796052000000 implements MigrationInterface {
  readonly name = "AddAppearances1796052000000";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table pending_appearance (
        kind text not null,
        owner_id uuid not null,
        visible_from timestamptz(3) not null,
        constraint pending_appearance_kind_check check (kind in ('post', 'page')),
        constraint pending_appearance_pkey primary key (kind, owner_id)
      )`);
    await runner.query(
      "create index pending_appearance_visible_from_owner_id_idx on pending_appearance (visible_from, owner_id)",
    );
    await runner.query(`
      create function note_appearance() returns trigger language plpgsql as $$
      begin
        if tg_op = 'TRUNCATE' then
          delete from pending_appearance a where a.kind = tg_argv[0];
        elsif tg_op = 'DELETE' then
          delete from pending_appearance a where a.kind = tg_argv[0] and a.owner_id = old.id;
        elsif new.visible_from > now() and new.visible_from < 'infinity' then
          insert into pending_appearance as a (kind, owner_id, visible_from) values (tg_argv[0], new.id, new.visible_from)
          on conflict (kind, owner_id) do update set visible_from = excluded.visible_from;
        else
          delete from pending_appearance a where a.kind = tg_argv[0] and a.owner_id = new.id;
        end if;
        return null;
      end $$`);
    for (const owner of OWNERS) {
      await runner.query(`
        insert into pending_appearance (kind, owner_id, visible_from)
        select '${owner}', o.id, o.visible_from from ${owner} o where o.visible_from > now() and o.visible_from < 'infinity'`);
      await runner.query(`
        create trigger ${owner}_appearance_insert after insert on ${owner}
        for each row when (new.visible_from > now() and new.visible_from < 'infinity') execute function note_appearance('${owner}')`);
      await runner.query(`
        create trigger ${owner}_appearance_update after update of visible_from on ${owner}
        for each row when (old.visible_from is distinct from new.visible_from) execute function note_appearance('${owner}')`);
      await runner.query(`
        create trigger ${owner}_appearance_delete after delete on ${owner}
        for each row execute function note_appearance('${owner}')`);
      await runner.query(`
        create trigger ${owner}_appearance_truncate after truncate on ${owner}
        for each statement execute function note_appearance('${owner}')`);
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const owner of OWNERS) {
      for (const moment of ["insert", "update", "delete", "truncate"]) {
        await runner.query(`drop trigger ${owner}_appearance_${moment} on ${owner}`);
      }
    }
    await runner.query("drop function note_appearance()");
    await runner.query("drop table pending_appearance");
  }
}
