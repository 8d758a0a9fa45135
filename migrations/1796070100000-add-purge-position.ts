// Adds the position in the change feed up to which the pages of a CDN have been purged.
import type { MigrationInterface, QueryRunner } from "typeorm";

export class AddPurgePosition1796070100000 implements MigrationInterface {
  readonly name = "AddPurgePosition1796070100000";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table purge_position (
        id smallint not null default '1',
        cursor text not null,
        constraint purge_position_id_check check (id = 1),
        constraint purge_position_pkey primary key (id)
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("drop table purge_position");
  }
}
