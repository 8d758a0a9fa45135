// W8 of the hand-written limits: one statement reads what the search index needs, then one statement, and so one
// transaction, writes the rows that the service writes: the post, its revision, its search index row, its event with the
// lock that keeps events in commit order. Counters follow by triggers. A version other than the expected one writes nothing.
import { importFromBuild } from "../../service-modules.mjs";
import { query } from "./flat-read.mjs";

const { fold, vectorsOf } = await importFromBuild("fold", "vectorsOf");

/** The service's own lock and channel, so that both could write at the same time. */
const [OUTBOX_LOCK, EVENT_CHANNEL] = [3_208_446_117, "colophon_event"];

const READ = `select b.text, to_json(array(select h.value ->> 'text' from jsonb_array_elements(b.table_of_contents) h(value))),
    to_json(array(select c.name from unnest(p.category_ids) with ordinality m(id, n) join category c on c.id = m.id order by m.n)
    || array(select t.name from unnest(p.tag_ids) with ordinality m(id, n) join tag t on t.id = m.id order by m.n)),
    to_json(array(select s.title from series_entry e join series s on s.id = e.series_id where e.post_id = p.id)
    || array(select a.name from post_author m join author a on a.id = m.author_id where m.post_id = p.id order by m.position))
  from post p join post_body b on b.post_id = p.id where p.id = $1`;

/** Of the paths, the post's own alone. */
const SCOPES = `jsonb_build_object('visibleFrom', jsonb_build_array(u.visible_from), 'authorIds', jsonb_build_array(u.author_id),
    'categoryIds', to_jsonb(u.category_ids), 'tagIds', to_jsonb(u.tag_ids), 'seriesIds', (select coalesce(jsonb_agg(e.series_id), '[]') from series_entry e where e.post_id = u.id),
    'listingCategoryIds', (select coalesce(jsonb_agg(l.category_id), '[]') from category_listing l where l.post_id = u.id),
    'pathDigests', jsonb_build_array(left(encode(sha256(convert_to('/posts/' || u.slug, 'UTF8')), 'hex'), 24)))`;

const WRITE = `with u as (
    update post set title = $2, version = version + 1, updated_at = date_trunc('milliseconds', now())
    where id = $1 and version = $3 returning *),
  revised as (insert into revision (post_id, version, title, source, format, editor)
    select u.id, u.version, u.title, b.source, b.format, 'bench' from u join post_body b on b.post_id = u.id),
  indexed as (update search_public s set title_folded = $4, head = $5::tsvector, doc = $6::tsvector
    from u where s.post_id = u.id),
  event as (insert into outbox_event (type, payload)
    select 'post.updated', jsonb_build_object('postId', u.id, 'version', u.version, 'wasVisible', true, 'before', s.scopes, 'after', s.scopes)
    from u cross join lateral (select ${SCOPES} as scopes) s
      cross join lateral (select pg_advisory_xact_lock(${OUTBOX_LOCK}) where u.id is not null) l
    returning id)
  select json_build_object('data', json_build_object('updatePost', json_build_object('version', u.version)))::text as body,
    pg_notify('${EVENT_CHANNEL}', event.id::text) from u cross join event`;

export async function updateTitle({ id, title, version }) {
  const [[text, headings, terms, names]] = await query({ name: "W8-read", text: READ }, [id]);
  const post = {
    postId: id,
    title,
    text,
    headings: JSON.parse(headings),
    terms: JSON.parse(terms),
    seriesAndAuthors: JSON.parse(names),
    imageTexts: [],
  };
  const { titleVector, documentVector } = vectorsOf(post);
  const rows = await query({ name: "W8-write", text: WRITE }, [
    id,
    title,
    String(version),
    fold(title),
    titleVector,
    documentVector,
  ]);
  return rows[0]?.[0] ?? '{"data":{"updatePost":null}}';
}
