// A post's place in its series. Positions only order the parts; the numbers readers see count the parts they can see.
import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from "typeorm";
import { Post } from "../posts/post.entity.js";
import { Series } from "./series.entity.js";

@Entity("series_entry")
@Index(["seriesId", "position", "postId"])
export class SeriesEntryRow {
  /** A post is a part of one series at most. */
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
}
