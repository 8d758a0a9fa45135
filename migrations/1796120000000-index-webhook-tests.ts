// Finds pending tests of a webhook at once, behind however many calls that wait for the receiver.
import type { MigrationInterface, QueryRunner } from "typeorm";

export class IndexWebhookTests1796120000000 implements MigrationInterface {
  readonly name = "IndexWebhookTests1796120000000";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create index webhook_delivery_pending_test_idx on webhook_delivery (webhook_id, next_attempt_at)
      where status = 'PENDING' and kind = 'TEST'`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("drop index webhook_delivery_pending_test_idx");
  }
}
