// Queries that were copied out of code, terminals and logs: commands, options, identifiers and parts of them, paths, messages, versions.
import { integer, pick } from "./draw.mjs";
import { anywhere, inTitle } from "./pieces.mjs";

export function codeKinds() {
  return { ...commandKinds(), ...identifierKinds(), ...textKinds() };
}

const found = new WeakMap();

/** What an expression finds in a post, without repetitions; a post is asked many times. */
function matchesIn(post, expression, textOf = ({ text }) => text) {
  const known = found.get(post) ?? new Map();
  found.set(post, known);
  const key = expression.source;
  if (!known.has(key)) known.set(key, [...new Set([...textOf(post).matchAll(expression)].map(([match]) => match))]);
  return known.get(key);
}

const one = (expression, change = (match) => match) => ({
  draw: (post) => {
    const matches = matchesIn(post, expression);
    const piece = matches.length === 0 ? null : change(pick(matches));
    return piece === null ? null : [anywhere(piece)];
  },
});

const PROMPT = /^\s*(?:[\w@:~-]*[$#>%]\s+)?/;
const NAME = /^[a-z][a-z0-9_.+-]{1,20}$/;
const OPTION = /^--?[A-Za-z][\w-]*/;

/** Lines of code blocks that call a command with an option. */
function commandsOf(post) {
  const lines = post.codeLines.map((line) => line.replace(PROMPT, "").trim());
  return lines.filter((line) => {
    const words = line.replace(/^sudo /, "").split(/\s+/);
    return (
      line.length >= 10 && line.length <= 120 && NAME.test(words[0]) && words.slice(1).some((word) => OPTION.test(word))
    );
  });
}

function commandKinds() {
  const ofCommand = (makeQuery) => ({
    draw: (post) => {
      const commands = commandsOf(post);
      return commands.length === 0 ? null : makeQuery(pick(commands).replace(/\s+/g, " "));
    },
  });
  const nameOf = (command) => command.replace(/^sudo /, "").split(" ")[0];
  const optionsOf = (command) => command.split(" ").filter((word) => OPTION.test(word));
  return {
    "pasted command": ofCommand((command) => [anywhere(command)]),
    "pasted command with its prompt": ofCommand((command) => ({ query: `$ ${command}`, pieces: [anywhere(command)] })),
    "beginning of a command": ofCommand((command) => {
      const words = command.split(" ").slice(0, integer(3, 5));
      return words.some((word) => OPTION.test(word)) ? [anywhere(words.join(" "))] : null;
    }),
    "command + option": ofCommand((command) => {
      const option = pick(optionsOf(command)).replace(/[^\w-].*/, "");
      return {
        query: `${nameOf(command)} ${option}`,
        pieces: [anywhere(`${nameOf(command)} `), anywhere(` ${option}`)],
      };
    }),
    "option alone": one(/(?<=[\s`'"(])--[a-z][a-z0-9]+(?:-[a-z0-9]+)*(?![\w-])/g),
  };
}

function identifierKinds() {
  const CAMEL = /\b(?:[A-Z]?[a-z]{2,})(?:[A-Z][a-z]{2,})+\b/g;
  const THREE_CAMEL = /\b(?:[A-Z]?[a-z]{2,})(?:[A-Z][a-z]{2,}){2,}\b/g;
  return {
    "whole identifier": one(CAMEL),
    "later parts of camelCase": one(THREE_CAMEL, (name) => name.replace(/^[A-Z]?[a-z]+/, "")),
    "later parts of a dotted name": one(/(?<![\w./-])[A-Za-z]\w+(?:\.[A-Za-z]\w+){2,}(?![\w./(-])/g, (name) =>
      name.slice(name.indexOf(".") + 1),
    ),
    "later parts of a dashed name": one(/(?<![\w./-])[A-Za-z]\w+(?:-[A-Za-z]\w+){2,}(?![\w./-])/g, (name) =>
      name.slice(name.indexOf("-") + 1),
    ),
    "name::name": one(/\b[A-Za-z_]\w*(?:::[A-Za-z_]\w*)+/g),
    snake_case: one(/\b[A-Za-z]+\d?(?:_[A-Za-z0-9]+)+\b/g),
    call: one(/\b[A-Za-z_]\w*(?:\.\w+)*\([^()\n]{1,40}\);?/g),
  };
}

const FILE =
  /(?<![\w./-])[\w-]{2,}(?:\.[\w-]+)*\.(?:conf|jsx?|tsx?|m?js|md|py|sh|json|ya?ml|toml|rs|txt|xml|html|css|cfg|ini|log|gz|java|rb|go|cpp|php|pl|vim)\b/g;

function textKinds() {
  const ofVersion = (forms) => ({
    draw: (post) => {
      const matches = matchesIn(post, /\b[A-Z][A-Za-z]{2,} v?\d+\.\d+(?:\.\d+)*(?![\w.-]*\d)/g);
      if (matches.length === 0) return null;
      const [name, version] = pick(matches).split(" ");
      const where = post.title.includes(`${name} ${version}`) ? inTitle : anywhere;
      return { query: forms(name, version), pieces: [where(name), where(version.replace(/^v/, ""))] };
    },
  });
  return {
    path: one(/(?<![\w./~:-])~?(?:\/[\w.-]{2,}){2,}\/?(?![\w/])/g),
    "name of a file": one(FILE),
    "error message": one(
      /(?<=^|\n)[^\n]*(?:[Ee]rror|ERROR|[Ww]arning|Exception|[Cc]annot|can't|[Ff]ailed|not found|denied|[Ii]nvalid)[^\n]*(?=\n|$)/g,
      messageOf,
    ),
    "version alone": one(/(?<![\w.-])v?\d+\.\d+\.\d+(?:-\w+)?(?![\w.-]*\d)/g),
    "word + version": ofVersion((name, version) => `${name} ${version}`),
    "word + version without v or with it": ofVersion((name, version) =>
      version.startsWith("v") ? `${name} ${version.slice(1)}` : `${name} v${version}`,
    ),
  };
}

/** A message as it is copied out of a terminal: a line that is mostly of Latin letters, without the number at its beginning. */
function messageOf(line) {
  const message = line.trim().replace(/^\d+\s+/, "");
  return message.length >= 20 && message.length <= 110 && /^[\x20-\x7e]+$/.test(message) ? message : null;
}
