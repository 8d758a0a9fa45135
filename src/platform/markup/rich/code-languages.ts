// The languages whose code is highlighted: their names in highlight.js with the other names that authors write, and the languages that they
// contain. Those are loaded too, since highlight.js colours the parts that it has a grammar for, and the result must not depend on earlier bodies.

const LANGUAGES = `
arduino ino
armasm arm
asciidoc adoc
awk
bash sh zsh ash ksh
basic
c h
clojure clj edn
cmake cmake.in
coffeescript coffee cson iced
cpp cc c++ h++ hpp hh hxx cxx
crystal cr
csharp cs c#
css
d
dart
delphi dpr dfm pas pascal
diff patch
django jinja jinja2
dockerfile docker containerfile
dos bat batch cmd
elixir ex exs
elm
erlang erl
fortran f90 f95
fsharp fs f#
glsl
go golang
gradle
graphql gql
groovy
haml
handlebars hbs html.hbs html.handlebars htmlbars
haskell hs
ini toml conf cfg
java jsp
javascript js jsx mjs cjs
json jsonc json5
julia jl
kotlin kt kts ktm ktx
latex tex
less
lisp elisp emacs-lisp
llvm
lua pluto
makefile mk mak make
markdown md mkdown mkd
matlab octave
nginx nginxconf
nim
nix nixos
objectivec mm objc obj-c obj-c++ objective-c objective-c++
ocaml ml
perl pl pm
php
powershell pwsh ps ps1
prolog
properties
protobuf proto
puppet pp
python py gyp ipython python3 py3
python-repl pycon
r
ruby rb gemspec podspec thor irb
rust rs
scala
scheme scm
scss sass
shell console shellsession shell-session
sql mysql postgresql postgres plsql sqlite
stylus styl
swift
tcl tk
thrift
twig craftcms
typescript ts tsx mts cts
vbnet vb
verilog v sv svh systemverilog
vhdl
vim viml vimscript
wasm wat
x86asm asm nasm
xml html xhtml rss atom xjb xsd xsl plist wsf svg vue svelte
yaml yml
`;

/** Directly; each of these contains others in turn. */
const CONTAINED: Readonly<Record<string, readonly string[]>> = {
  asciidoc: ["xml"],
  coffeescript: ["javascript"],
  dart: ["markdown"],
  django: ["xml"],
  dockerfile: ["bash"],
  haml: ["ruby"],
  handlebars: ["xml"],
  javascript: ["xml", "css", "graphql"],
  markdown: ["xml"],
  nix: ["markdown"],
  "python-repl": ["python"],
  shell: ["bash"],
  twig: ["xml"],
  typescript: ["xml", "css", "graphql"],
  xml: ["css", "javascript"],
  yaml: ["ruby"],
};

const NAMES: ReadonlyMap<string, string> = new Map(
  LANGUAGES.trim()
    .split("\n")
    .flatMap((line) => {
      const names = line.split(" ");
      return names.map((name): [string, string] => [name, names[0] ?? name]);
    }),
);

/** The name in highlight.js of a language as an author wrote it, in lower case. Null if its code stays without colours. */
export const highlightedLanguage = (written: string): string | null => NAMES.get(written) ?? null;

/** Of highlight.js, without the other names. */
export const highlightedLanguages = (): string[] => [...new Set(NAMES.values())];

/** The language and all that its code may contain. */
export function languageWithParts(name: string): string[] {
  const all = new Set([name]);
  for (const each of all) for (const part of CONTAINED[each] ?? []) all.add(part);
  return [...all];
}
