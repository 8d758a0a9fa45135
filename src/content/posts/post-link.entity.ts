// The internal links of posts by their path, so that the posts that link to a path are an index look-up. It stores paths and not ids,
// since a link may be older than its target and must follow it when the target is renamed.
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
