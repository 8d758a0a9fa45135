-- Fills a migrated, empty database with the generated site. The session has the functions and the tables `paragraph`
-- and `title` of load.mjs; :posts stands for the number of posts.
-- Published posts lie between 2006 and 2025, scheduled ones in 2099, so that a run of any day sees the same site.

insert into author (id, slug, name, bio)
select md5('author' || i)::uuid, 'author-' || i, (array['林', '陈', '赵', '孙', '周', 'Amy ', 'Mike '])[1 + i % 7] || '工程师' || i, null
from generate_series(0, 199) i;

-- 5 roots, 15 children, 40 grandchildren.
insert into category (id, parent_id, slug, path, ancestor_ids, name)
select md5('category' || i)::uuid, null, 'area-' || i, 'area-' || i, '{}', '领域 ' || i from generate_series(0, 4) i;
insert into category (id, parent_id, slug, path, ancestor_ids, name)
select md5('category' || i)::uuid, c.id, 'topic-' || i, c.path || '/topic-' || i, c.ancestor_ids || c.id, 'Topic ' || i || ' 专题'
from generate_series(5, 19) i join category c on c.id = md5('category' || i % 5)::uuid;
insert into category (id, parent_id, slug, path, ancestor_ids, name)
select md5('category' || i)::uuid, c.id, 'detail-' || i, c.path || '/detail-' || i, c.ancestor_ids || c.id, '细节 ' || i
from generate_series(20, 59) i join category c on c.id = md5('category' || 5 + i % 15)::uuid;

insert into tag (id, slug, name)
select md5('tag' || i)::uuid, 'tag-' || i, (select name from title where id = i % 900 + 1) || ' ' || i from generate_series(0, 1999) i;

insert into post (id, slug, title, state, published_at, visible_from, created_at, updated_at, locale, excerpt, excerpt_source, author_id)
select md5('post' || i)::uuid, 'post-' || i || '-' || (array['延迟', '索引', 'cache', '调度', 'locks'])[1 + i % 5],
  t.name || ' ' || i, s.state, s.published_at, case when s.state = 'PUBLISHED' then s.published_at else 'infinity' end,
  s.written_at, s.written_at, 'zh-CN', left(regexp_replace(e.html, '<[^>]*>', '', 'g'), 180) || ' […]', 'GENERATED',
  md5('author' || floor(200 * power(pg_temp.chance('author' || i), 1.5)))::uuid
from generate_series(1, :posts) i
cross join lateral (select pg_temp.chance('state' || i) as at, timestamptz '2006-01-01Z' + (timestamptz '2025-01-01Z' - timestamptz '2006-01-01Z') / :posts * i as written_at) d
cross join lateral (select case when d.at < 0.15 then 'DRAFT' else 'PUBLISHED' end as state,
  case when d.at < 0.15 then null when d.at < 0.20 then timestamptz '2099-01-01Z' + i * interval '1 minute' else d.written_at end as published_at,
  date_trunc('milliseconds', d.written_at) as written_at) s
join title t on t.id = 1 + pg_temp.below('title' || i, 960)
join paragraph e on e.id = pg_temp.prose('excerpt' || i)
order by i;

insert into post_author (post_id, author_id, position, visible_from) select id, author_id, 0, visible_from from post order by visible_from;

insert into post_body (post_id, source, format, html, markdown, text, summary, table_of_contents, code_blocks, links, word_count, reading_time_minutes)
select p.id, b.html, 'HTML', b.html, b.plain, b.plain, left(b.plain, 600), '[]', '[]', '[]', length(b.plain), 1 + length(b.plain) / 400
-- In order before there are bodies to be put in order.
from (select *, split_part(slug, '-', 2) as i from post order by published_at) p
cross join lateral (select 2000 + pg_temp.below('size' || p.i, 5500) as bytes) z
cross join lateral (
  select string_agg(c.html, E'\n' order by c.k) as html from (
    select k, g.html, sum(octet_length(g.html)) over (order by k) - octet_length(g.html) as before
    from generate_series(1, 40) k join paragraph g on g.id = 1 + pg_temp.below('body' || p.i || '/' || k, 400)) c
  where c.before < z.bytes) h
cross join lateral (select h.html, regexp_replace(h.html, '<[^>]*>', '', 'g') as plain) b;

-- Candidates by Zipf's law, the first three different ones of each post.
insert into post_category (post_id, category_id, position, visible_from)
select post_id, md5('category' || (category * 23) % 60)::uuid, position - 1, visible_from from (
  select post_id, category, visible_from, row_number() over (partition by post_id order by k) as position from (
    select p.id as post_id, p.visible_from, width_bucket(pg_temp.chance('category' || p.slug || k), pg_temp.zipf()) as category, min(k) as k
    from post p, generate_series(1, 16) k group by 1, 2, 3) candidate) chosen
where position <= 3 order by visible_from;

insert into category_listing (post_id, category_id, visible_from)
select distinct m.post_id, a.id, m.visible_from
from post_category m join category c on c.id = m.category_id cross join lateral unnest(c.ancestor_ids || c.id) a(id);

insert into post_tag (post_id, tag_id, position, visible_from)
select post_id, md5('tag' || tag)::uuid, position - 1, visible_from from (
  select post_id, tag, visible_from, row_number() over (partition by post_id order by k) as position from (
    select p.id as post_id, p.visible_from, floor(2000 * power(pg_temp.chance('tag' || p.slug || k), 2)) as tag, min(k) as k
    from post p, generate_series(1, 9) k group by 1, 2, 3) candidate) chosen
where position <= 5 order by visible_from;

update post set
  category_ids = array(select m.category_id from post_category m where m.post_id = post.id order by m.position),
  tag_ids = array(select m.tag_id from post_tag m where m.post_id = post.id order by m.position);

-- Every fifth post is a part of a series; a series has a part in each five of 100 posts, so 20 parts.
insert into series (id, slug, title, description)
select md5('series' || i)::uuid, 'series-' || i, '系列 ' || i, null from generate_series(0, (:posts - 1) / 100) i;

insert into series_entry (post_id, series_id, position, visible_from)
select p.id, md5('series' || (i - 1) / 100)::uuid, (i - 1) % 100 / 5, p.visible_from
from generate_series(1, :posts) i join post p on p.id = md5('post' || i)::uuid where i % 5 = 0;

-- The triggers that do this have not run.
update tag set visible_from = coalesce((select min(m.visible_from) from post_tag m where m.tag_id = tag.id), 'infinity');

update author set visible_from = coalesce((select min(m.visible_from) from post_author m where m.author_id = author.id), 'infinity');

update series set visible_from = coalesce((select min(m.visible_from) from series_entry m where m.series_id = series.id), 'infinity');

-- Each row was written twice, which no site's are in such numbers.
vacuum full post;
