// What people write: Apollo Server's standalone server, TypeORM repositories and a DataLoader for each relation, created
// for each request. Only the tables are better than usual: they are the service's own.
import { ApolloServer } from "@apollo/server";
import { startStandaloneServer } from "@apollo/server/standalone";
import DataLoader from "dataloader";
import { Brackets, DataSource, EntitySchema, In, LessThanOrEqual } from "typeorm";
import { decodeCursor, encodeCursor, patternsOf, TYPE_DEFS } from "./contract.mjs";
import { DATABASE_URL, POOL_SIZE, PORT } from "./port.mjs";

const text = (name) => ({ type: "text", ...(name && { name }) });
const instant = (name) => ({ type: "timestamptz", name, nullable: true });
const uuid = (name, primary = false) => ({ type: "uuid", name, primary });
const entity = (name, tableName, columns, relations = {}) => new EntitySchema({ name, tableName, columns, relations });
const to = (target, name) => ({ type: "many-to-one", target, joinColumn: { name } });

const entities = [
  entity("Author", "author", { id: uuid("id", true), slug: text(), name: text(), bio: text() }),
  entity("Tag", "tag", { id: uuid("id", true), slug: text(), name: text() }),
  entity("Category", "category", {
    id: uuid("id", true),
    parentId: uuid("parent_id"),
    slug: text(),
    slugPath: text("path"),
    name: text(),
    description: text(),
  }),
  entity("Post", "post", {
    id: uuid("id", true),
    slug: text(),
    title: text(),
    state: text(),
    excerpt: text(),
    locale: text(),
    authorId: uuid("author_id"),
    publishedAt: instant("published_at"),
    visibleFrom: instant("visible_from"),
    createdAt: instant("created_at"),
    updatedAt: instant("updated_at"),
  }),
  entity("PostBody", "post_body", { postId: uuid("post_id", true), source: text(), html: text(), text: text() }),
  entity(
    "PostCategory",
    "post_category",
    { postId: uuid("post_id", true), categoryId: uuid("category_id", true), position: { type: "int" } },
    { category: to("Category", "category_id") },
  ),
  entity(
    "PostTag",
    "post_tag",
    { postId: uuid("post_id", true), tagId: uuid("tag_id", true), position: { type: "int" } },
    { tag: to("Tag", "tag_id") },
  ),
  entity("CategoryListing", "category_listing", {
    postId: uuid("post_id", true),
    categoryId: uuid("category_id", true),
    visibleFrom: instant("visible_from"),
  }),
];
const source = await new DataSource({
  type: "postgres",
  url: DATABASE_URL,
  poolSize: POOL_SIZE,
  entities,
}).initialize();
const repository = (name) => source.getRepository(name);
const published = () => ({ visibleFrom: LessThanOrEqual(new Date()) });

const byKey = (name, key) =>
  new DataLoader(async (keys) => {
    const rows = await repository(name).find({ where: { [key]: In([...keys]) } });
    const found = new Map(rows.map((row) => [row[key], row]));
    return keys.map((value) => found.get(value) ?? null);
  });
const members = (name, relation) =>
  new DataLoader(async (postIds) => {
    const rows = await repository(name).find({
      where: { postId: In([...postIds]) },
      relations: { [relation]: true },
      order: { position: "ASC" },
    });
    return postIds.map((id) => rows.filter((row) => row.postId === id).map((row) => row[relation]));
  });
const children = () =>
  new DataLoader(async (ids) => {
    const rows = await repository("Category").find({ where: { parentId: In([...ids]) }, order: { slugPath: "ASC" } });
    return ids.map((id) => rows.filter((row) => row.parentId === id));
  });

function connection(rows, first, totalCount) {
  const nodes = rows.slice(0, first);
  const last = nodes.at(-1);
  return {
    nodes,
    totalCount,
    pageInfo: { hasNextPage: rows.length > first, endCursor: last ? encodeCursor(last) : null },
  };
}

function latest(alias) {
  return repository("Post")
    .createQueryBuilder(alias)
    .orderBy(`${alias}.visibleFrom`, "DESC")
    .addOrderBy(`${alias}.id`, "DESC");
}

const resolvers = {
  Query: {
    post: (_, { slug }) => repository("Post").findOne({ where: { slug, ...published() } }),
    posts: async (_, { first, after }) => {
      const query = latest("p").where("p.visibleFrom <= :now", { now: new Date() });
      if (after) {
        const [at, id] = decodeCursor(after);
        query.andWhere("(p.visibleFrom, p.id) < (:at, :id)", { at, id });
      }
      return connection(await query.limit(first + 1).getMany(), first);
    },
    category: (_, { slugPath }) => repository("Category").findOne({ where: { slugPath } }),
    categories: async (_, { first, filter }) => {
      const query = repository("Category").createQueryBuilder("c").orderBy("c.slugPath").limit(first);
      if (filter?.isRoot) query.where("c.parentId is null");
      return { nodes: await query.getMany() };
    },
    search: (_, { query, first }) =>
      latest("p")
        .innerJoin("PostBody", "b", "b.postId = p.id")
        .where("p.visibleFrom <= :now", { now: new Date() })
        .andWhere(
          new Brackets((either) => {
            const patterns = { patterns: patternsOf(query) };
            either.where("p.title ilike all(:patterns)", patterns).orWhere("b.text ilike all(:patterns)", patterns);
          }),
        )
        .limit(first)
        .getMany(),
  },
  Mutation: {
    updatePost: async (_, { id, title }) => {
      const post = await repository("Post").findOneBy({ id });
      return post && repository("Post").save({ ...post, title, updatedAt: new Date() });
    },
  },
  Post: {
    publishedAt: (post) => post.publishedAt?.toISOString(),
    body: (post, _, { bodies }) => bodies.load(post.id),
    author: (post, _, { authors }) => authors.load(post.authorId),
    categories: (post, _, { categories }) => categories.load(post.id),
    tags: (post, _, { tags }) => tags.load(post.id),
  },
  Category: {
    children: (category, _, loaders) => loaders.children.load(category.id),
    posts: async (category, { first }) => {
      const rows = await repository("Post")
        .createQueryBuilder("p")
        .innerJoin("CategoryListing", "l", "l.postId = p.id")
        .where("l.categoryId = :id and l.visibleFrom <= :now", { id: category.id, now: new Date() })
        .orderBy("l.visibleFrom", "DESC")
        .addOrderBy("l.postId", "DESC")
        .limit(first + 1)
        .getMany();
      const count = () => repository("CategoryListing").count({ where: { categoryId: category.id, ...published() } });
      return connection(rows, first, count);
    },
  },
};

const server = new ApolloServer({ typeDefs: TYPE_DEFS, resolvers });
await startStandaloneServer(server, {
  listen: { port: PORT, host: "127.0.0.1" },
  context: async () => ({
    authors: byKey("Author", "id"),
    bodies: byKey("PostBody", "postId"),
    categories: members("PostCategory", "category"),
    tags: members("PostTag", "tag"),
    children: children(),
  }),
});
