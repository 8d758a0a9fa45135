// Connections at every depth (Relay Cursor Connections Specification). Pages of one level are loaded together. Cursors, counts and the
// probe for rows before a page are computed only if they are selected.
import { type ClassType, Field, Int, ObjectType } from "type-graphql";
import type { Side } from "../../db/keyset.js";
import { hasField, type ListPage, ROW_FIELDS } from "../../db/lists/list-page.js";
import { FieldCost } from "../cost-directive.js";
import type { Deferred, MaybeDeferred } from "../deferred.js";
import {
  type ConnectionContext,
  type ConnectionRequest,
  countLoader,
  pageLoader,
  probeLoader,
} from "./page-loaders.js";

@ObjectType({ description: "The position of a page in its list, as defined by Relay." })
export class PageInfo {
  @Field(() => Boolean, { description: "Whether more edges follow this page." })
  hasNextPage!: boolean;

  @Field(() => Boolean, { description: "Whether edges precede this page." })
  hasPreviousPage!: boolean;

  @Field(() => String, { nullable: true, description: "The cursor of the first edge, or null if the page is empty." })
  startCursor!: string | null;

  @Field(() => String, { nullable: true, description: "The cursor of the last edge, or null if the page is empty." })
  endCursor!: string | null;
}

/** The source object of a connection. Its fields are getters, because most queries select few of them. */
export class ConnectionPage<Row extends object> {
  readonly #ctx: ConnectionContext;
  readonly #parent: string | null;
  readonly #request: ConnectionRequest;
  readonly #page: ListPage<Row>;

  constructor(ctx: ConnectionContext, parent: string | null, request: ConnectionRequest, page: ListPage<Row>) {
    this.#ctx = ctx;
    this.#parent = parent;
    this.#request = request;
    this.#page = page;
  }

  get nodes(): Row[] {
    return this.#page.rows;
  }

  get edges(): Edge<Row>[] {
    return this.#page.rows.map((row) => new Edge(row, this.#request));
  }

  get totalCount(): MaybeDeferred<number> {
    if (this.#page.total !== null) return this.#page.total;
    return countLoader(this.#ctx).load({ parent: this.#parent, request: this.#request });
  }

  get pageInfo(): PageInfo {
    return new PageEnds(this.#request, this.#page, (side, values) => this.#probe(side, values));
  }

  // Relay: with `first`, edges "prior to after" make a previous page; with `last`, edges "following before" a next one.
  #probe(side: Side, values: readonly string[] | null): MaybeDeferred<boolean> {
    if (values === null) return false;
    return probeLoader(this.#ctx).load({ parent: this.#parent, request: this.#request, side, values });
  }
}

type Probe = (side: Side, values: readonly string[] | null) => MaybeDeferred<boolean>;

/** The source object of PageInfo. Its fields are getters too: a probe costs a statement. */
class PageEnds<Row extends object> implements PageInfo {
  readonly #request: ConnectionRequest;
  readonly #page: ListPage<Row>;
  readonly #probe: Probe;

  constructor(request: ConnectionRequest, page: ListPage<Row>, probe: Probe) {
    this.#request = request;
    this.#page = page;
    this.#probe = probe;
  }

  get hasNextPage(): boolean {
    const { forward, before } = this.#request.page;
    return forward ? this.#page.hasMore : (this.#probe("from", before) as boolean);
  }

  get hasPreviousPage(): boolean {
    const { forward, after } = this.#request.page;
    return forward ? (this.#probe("upTo", after) as boolean) : this.#page.hasMore;
  }

  get startCursor(): string | null {
    return this.#cursorOf(this.#page.rows[0]);
  }

  get endCursor(): string | null {
    return this.#cursorOf(this.#page.rows.at(-1));
  }

  #cursorOf(row: Row | undefined): string | null {
    return row === undefined ? null : cursorOf(row, this.#request);
  }
}

function cursorOf(row: object, { source, cursors }: ConnectionRequest): string {
  const values = row as Record<string, unknown>;
  return cursors.encode(source.keyset.keys.map((_, i) => String(values[`key${i}`])));
}

export class Edge<Row extends object> {
  readonly node: Row;
  readonly #request: ConnectionRequest;

  constructor(node: Row, request: ConnectionRequest) {
    this.node = node;
    this.#request = request;
  }

  get cursor(): string {
    return cursorOf(this.node, this.#request);
  }
}

/**
 * The page of one parent's list (`null` for a list of the whole site). Rows become instances of `rowClass`. `fields` says
 * which parts of the page and which columns of its rows are read.
 */
export function loadConnection<Row extends object>(
  ctx: ConnectionContext,
  rowClass: new () => Row,
  parent: string | null,
  request: ConnectionRequest,
  fields = ROW_FIELDS,
): MaybeDeferred<ConnectionPage<Row>> {
  ctx.cacheTags.addList(request.cacheTags, parent);
  if (!hasField(fields, "page"))
    return new ConnectionPage<Row>(ctx, parent, request, { rows: [], hasMore: false, total: null });
  return pageLoader(ctx)
    .load({ parent, request, fields })
    .map(({ rows, hasMore, total }) => {
      ctx.cacheTags.addRows(request.cacheTags.kind, rows as unknown as readonly { id: string }[]);
      const instances = rows.map((row) => (row instanceof rowClass ? row : Object.assign(new rowClass(), row)));
      return new ConnectionPage<Row>(ctx, parent, request, { rows: instances, hasMore, total });
    });
}

/** A page of a list that is in memory as a whole. Null if the page begins at a cursor, whose place only the database can find. */
export function cachedPage<Row extends { id: string }>(
  ctx: ConnectionContext,
  list: readonly Row[],
  request: ConnectionRequest,
): ConnectionPage<Row> | null {
  const { size, forward, after, before } = request.page;
  if (after !== null || before !== null) return null;
  const rows = forward ? list.slice(0, size) : list.slice(-size);
  ctx.cacheTags.addList(request.cacheTags, null);
  ctx.cacheTags.addRows(request.cacheTags.kind, rows);
  return new ConnectionPage<Row>(ctx, null, request, { rows, hasMore: list.length > size, total: list.length });
}

/** The number of rows of one parent's list. */
export function loadCount(ctx: ConnectionContext, parent: string | null, request: ConnectionRequest): Deferred<number> {
  ctx.cacheTags.addList(request.cacheTags, parent);
  return countLoader(ctx).load({ parent, request });
}

/** Declares the GraphQL types `<Name>Connection` and `<Name>Edge`, whose source object is a ConnectionPage. */
export function connectionTypes<Node extends object>(name: string, nodeType: () => ClassType<Node>) {
  @ObjectType(`${name}Edge`, { description: `An entry of a list of ${name} objects, with its cursor.` })
  class EdgeType {
    @Field(() => String, {
      description: "An opaque cursor that pages from this edge in the same list, order and filter.",
    })
    cursor!: string;

    @Field(nodeType, { description: "The object at this position of the list." })
    node!: Node;
  }

  @ObjectType(`${name}Connection`, { description: `A page of a list of ${name} objects.` })
  class ConnectionType {
    @Field(() => [EdgeType], { description: "The objects of the page with their cursors." })
    edges!: EdgeType[];

    @Field(() => [nodeType()], { description: "The objects of the page without their cursors." })
    nodes!: Node[];

    @Field(() => PageInfo, { description: "The position of the page in the list." })
    pageInfo!: PageInfo;

    @FieldCost({ cost: 20 })
    @Field(() => Int, {
      description: "The exact number of objects in the whole list. It is counted only if it is selected.",
    })
    totalCount!: number;
  }
  return { Edge: EdgeType, Connection: ConnectionType };
}
