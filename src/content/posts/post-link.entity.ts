// Internal links of posts by the path they name, so that "who links here" is an index look-up. Paths, not ids: a link may
// be older than its target, and follows it when it is renamed.
import { Entity, Index, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from "typeorm";
import { Post } from "./post.entity.js";

@Entity("post_link")
@Index(["path", "postId"])
export class PostLinkRow {
  @PrimaryColumn("uuid")
  postId!: string;

  @ManyToOne(() => Post, { onDelete: "CASCADE" })
  @JoinColumn({ name: "post_id" })
  post?: Relation<Post>;

  /** Site-relative, decoded, NFC. */
  @PrimaryColumn({ type: "text", collation: "C" })
  path!: string;
}
