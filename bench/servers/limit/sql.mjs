// SQL fragments that the statements of the hand-written limits share. A page is ordered where it is cut and not joined with
// anything afterwards, so its rows arrive in that order without being sorted again.

/** Columns of the newest visible posts. */
export const latestPosts = (columns, limit, condition = "true") =>
  `select ${columns} from post where visible_from <= now() and ${condition} order by visible_from desc, id desc limit ${limit}`;

/** Columns of the newest visible posts in a list table, a subquery to be joined laterally. */
export const latestIn = ({ table, column, parent, columns, limit }) =>
  `(select ${columns} from ${table} l join post p on p.id = l.post_id where l.${column} = ${parent} and l.visible_from <= now()
    order by l.visible_from desc, l.post_id desc limit ${limit})`;

/** The exact total of a list: the stored sum up to the horizon, and the few posts that became visible since. */
export const totalOf = (table, parentColumn, scope, parent) =>
  `((select coalesce(sum(change), 0) from post_count where scope = '${scope}' and parent_id = ${parent})
    + (select count(*) from ${table}, post_count_horizon h where ${parentColumn} = ${parent} and visible_from > h.horizon and visible_from <= now()))::text`;

/** Totals of all tags in `ids`, an expression for an array; one row per tag. */
export const tagTotals = (ids) =>
  `select c.id, sum(c.change) as total from (
     select parent_id as id, change from post_count where scope = 'tag' and parent_id = any(${ids})
     union all select t.id, 1 from post p cross join unnest(p.tag_ids) t(id)
       where p.visible_from > (select horizon from post_count_horizon) and p.visible_from <= now()) c group by c.id`;

/** Every visible part of the series in which the posts of `posts`, a table with a column `id`, take part. */
export const seriesParts = (posts) =>
  `select e.series_id, e.post_id from series_entry e join post p on p.id = e.post_id and p.visible_from <= now()
   where e.series_id in (select i.series_id from series_entry i where i.post_id in (select id from ${posts}))
   order by e.series_id, e.position, e.post_id`;
