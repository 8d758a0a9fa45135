// Table of the parts of series. A stored position only orders the parts; the numbers that viewers see count the parts visible to them.
import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from "typeorm";
import { Post } from "../posts/post.entity.js";
import { Series } from "./series.entity.js";

@Entity("series_entry")
@Index(["seriesId", "position", "postId"])
@Index(["seriesId", "visibleFrom", "postId"])
export class SeriesEntryRow {
  /** The primary key, so that a post belongs to at most one series. */
  @PrimaryColumn("uuid")
  postId!: string;

  @ManyToOne(() => Post, { onDelete: "CASCADE" })
  @JoinColumn({ name: "post_id" })
  post?: Relation<Post>;

  @Column("uuid")
  seriesId!: string;

  @ManyToOne(() => Series, { onDelete: "CASCADE" })
  @JoinColumn({ name: "series_id" })
  series?: Relation<Series>;

  @Column("integer")
  position!: number;

  /** A copy of `visible_from` of the post. Triggers maintain it. */
  @Column({ type: "timestamptz", precision: 3 })
  visibleFrom!: string;
}
