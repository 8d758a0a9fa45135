// The languages of diagrams. A client may draw them; as text, their source tells readers nothing.

const DIAGRAM =
  /^(?:mermaid|plantuml|puml|uml|dot|viz|graphviz|flow|flowchart|sequence|seq|d2|ditaa|nomnoml|wavedrom|vega|vega-lite|echarts|chart|markmap|mindmap|geojson|topojson|stl|kroki|goat|svgbob|pikchr|bytefield|blockdiag|erd|excalidraw)(?:-[a-z]+)?$/;

/** The language is that of a block of code, in lower case. */
export function isDiagramLanguage(language: string): boolean {
  return DIAGRAM.test(language);
}
