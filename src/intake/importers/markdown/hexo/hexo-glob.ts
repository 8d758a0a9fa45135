// Matches paths against the globs of Hexo's settings as micromatch does, without backtracking. Names with a leading dot are matched as
// well, and `**` may be a part of a name, so that a glob never hides less here than in Hexo.
import { type GlobNode, readGlob } from "./glob-nodes.js";

const MAX_PATH = 2_000;

/** Whether one of the globs matches. A glob that begins with `!` matches all paths that the rest of it does not. */
export function matchesAnyGlob(globs: readonly string[], path: string): boolean {
  return globs.some((glob) => matchesGlob(glob, path));
}

function matchesGlob(glob: string, path: string): boolean {
  const signs = /^(?:!(?!\())*/.exec(glob)?.[0].length ?? 0;
  const nodes = readGlob(glob.slice(signs).replace(/^\.\//, ""));
  // A glob that cannot be read matches every file, and so does one that means all paths but those of a group or class.
  if (nodes === null || path.length > MAX_PATH) return true;
  const isNegated = signs % 2 === 1;
  if (isNegated && (/(?:^|\/)\./.test(path) || /[{[(]/.test(glob))) return true;
  return endsOf(nodes, path, new Set([0])).has(path.length) !== isNegated;
}

/** The places at which a match of the nodes may end. */
function endsOf(nodes: readonly GlobNode[], path: string, starts: ReadonlySet<number>): ReadonlySet<number> {
  let places = starts;
  for (const node of nodes) if (places.size > 0) places = endsOfNode(node, path, places);
  return places;
}

function endsOfNode(node: GlobNode, path: string, places: ReadonlySet<number>): ReadonlySet<number> {
  if (node.kind === "RUN") return runsFrom(places, path, node.crossesSlash);
  if (node.kind === "ONE")
    return new Set([...places].filter((at) => at < path.length && node.isIn(path[at] ?? "")).map((at) => at + 1));
  const once = (from: ReadonlySet<number>): ReadonlySet<number> =>
    new Set(node.choices.flatMap((choice) => [...endsOf(choice, path, from)]));
  if (node.mode === "ONCE") return once(places);
  if (node.mode === "OPTIONAL") return new Set([...places, ...once(places)]);
  if (node.mode === "NOT") return new Set([...places].flatMap((place) => otherEnds(place, path, once)));
  const found = new Set(node.mode === "ANY" ? places : []);
  let added = [...once(places)];
  while (added.length > 0) {
    for (const place of added) found.add(place);
    added = [...once(new Set(added))].filter((place) => !found.has(place));
  }
  return found;
}

/** Every end within the same name that no choice has. */
function otherEnds(
  place: number,
  path: string,
  once: (from: ReadonlySet<number>) => ReadonlySet<number>,
): readonly number[] {
  const excluded = once(new Set([place]));
  return [...runsFrom(new Set([place]), path, false)].filter((end) => !excluded.has(end));
}

function runsFrom(places: ReadonlySet<number>, path: string, crossesSlash: boolean): ReadonlySet<number> {
  const found = new Set<number>();
  for (const place of places) {
    for (let at = place; !found.has(at); at += 1) {
      found.add(at);
      if (at >= path.length || (path[at] === "/" && !crossesSlash)) break;
    }
  }
  return found;
}
