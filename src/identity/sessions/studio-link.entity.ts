// Table of links that sign a browser in once. The key is in the fragment of the link, and only its hash is stored; the row is deleted when the
// link is used.
import { Check, Column, Entity, JoinColumn, ManyToOne, PrimaryGeneratedColumn } from "typeorm";
import type { Role } from "../viewer.js";

@Entity("studio_link")
@Check("studio_link_role_check", "role in ('AUTHOR', 'EDITOR', 'ADMIN')")
@Check("studio_link_author_id_check", "(role = 'AUTHOR') = (author_id is not null)")
export class StudioLinkRow {
  @PrimaryGeneratedColumn("uuid")
  id!: string;

  @Column("bytea", { unique: true })
  keyHash!: Buffer;

  /** The name of the viewer, which revisions show. */
  @Column("text")
  name!: string;

  @Column("text")
  role!: Role;

  @Column("uuid", { nullable: true })
  authorId!: string | null;

  @ManyToOne("Author", { onDelete: "CASCADE" })
  @JoinColumn({ name: "author_id" })
  author?: object | null;

  @Column({ type: "timestamptz", precision: 3, default: () => "now()" })
  createdAt!: string;

  @Column({ type: "timestamptz", precision: 3 })
  expiresAt!: string;
}
