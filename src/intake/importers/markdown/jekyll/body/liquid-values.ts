// Evaluates the expressions of Liquid that are known from the configuration and the front matter: texts, variables and simple filters.
import { type FieldValue, flagOf, isEmpty, lineOf, textOf } from "../../front-matter/field-value.js";
import type { FrontMatterFields } from "../../front-matter/front-matter-fields.js";

export interface LiquidScope {
  config: FrontMatterFields;
  fields: FrontMatterFields;
  title: string;
  /** The old address without the base of the site. Null if it is unknown. */
  path: string | null;
  /** The address of the site without its base. Empty if it is unknown. */
  siteUrl: string;
  /** The path below which the site is, such as `/blog`. May be empty. */
  base: string;
  /** What the page itself assigns or captures. */
  variables: Map<string, string>;
}

/** Undefined if the value is not known here. */
export type LiquidValue = FieldValue | undefined;

const LITERAL = /^(?:"([^"]*)"|'([^']*)')$/;
const FILTER_SEPARATOR = /\|(?=(?:[^"']|"[^"]*"|'[^']*')*$)/;
const MAX_EXPRESSION = 500;

/** Undefined if any part of the expression is not known. */
export function liquidValue(written: string, scope: LiquidScope): LiquidValue {
  if (written.length > MAX_EXPRESSION) return undefined;
  const [operand = "", ...filters] = written.split(FILTER_SEPARATOR).map((part) => part.trim());
  let value = operandOf(operand, scope);
  for (const filter of filters) value = filtered(value, filter, scope);
  return value;
}

export function liquidText(written: string, scope: LiquidScope): string | null {
  const value = liquidValue(written, scope);
  if (value === undefined) return null;
  if (value === null) return "";
  return typeof value === "boolean" ? String(value) : textOf(value);
}

function operandOf(operand: string, scope: LiquidScope): LiquidValue {
  const literal = LITERAL.exec(operand);
  if (literal !== null) return literal[1] ?? literal[2] ?? "";
  if (/^-?\d+(?:\.\d+)?$/.test(operand)) return operand;
  if (operand === "true" || operand === "false") return operand === "true";
  if (/^(?:nil|null|empty|blank)$/.test(operand)) return null;
  if (operand === "jekyll.environment") return "production";
  const [, root = "", rest = ""] = /^(site|page)\.([\w.-]+)$/.exec(operand) ?? [];
  if (root === "site") return siteValue(rest, scope);
  if (root === "page") return pageValue(rest, scope);
  return scope.variables.get(operand);
}

function siteValue(name: string, { config, siteUrl, base }: LiquidScope): LiquidValue {
  if (name === "url") return siteUrl;
  if (name === "baseurl") return base;
  // What Jekyll computes.
  if (/^(?:time|posts|pages|data|tags|categories|documents|collections|static_files|related_posts)(?:\.|$)/.test(name))
    return undefined;
  const value = config.first(name);
  return isEmpty(value) ? null : value;
}

function pageValue(name: string, { fields, title, path }: LiquidScope): LiquidValue {
  if (name === "title") return title;
  if (name === "url") return path ?? undefined;
  if (/^(?:content|id|previous|next|excerpt|path|name|dir|collection|relative_path|date)(?:\.|$)/.test(name))
    return undefined;
  const value = fields.first(name);
  return isEmpty(value) ? null : value;
}

function filtered(value: LiquidValue, written: string, scope: LiquidScope): LiquidValue {
  const [, name = "", rest = ""] = /^(\w+)\s*(?::\s*(.*))?$/s.exec(written) ?? [];
  const args =
    rest === "" ? [] : rest.split(/,(?=(?:[^"']|"[^"]*"|'[^']*')*$)/).map((part) => operandOf(part.trim(), scope));
  if (name === "default") return value === undefined || isEmpty(value) || value === false ? args[0] : value;
  if (value === undefined || args.includes(undefined)) return undefined;
  const text = value === null ? "" : (textOf(value) ?? "");
  const [first = "", second = ""] = args.map((item) => textOf(item ?? null) ?? "");
  switch (name) {
    case "relative_url":
      return relativeUrl(text, scope.base);
    case "absolute_url":
      return /^https?:/.test(text) ? text : scope.siteUrl + relativeUrl(text, scope.base);
    case "prepend":
      return first + text;
    case "append":
      return text + first;
    case "replace":
      return first === "" ? text : text.replaceAll(first, () => second);
    case "remove":
      return first === "" ? text : text.replaceAll(first, "");
    case "upcase":
      return text.toUpperCase();
    case "downcase":
      return text.toLowerCase();
    case "capitalize":
      return text.slice(0, 1).toUpperCase() + text.slice(1);
    case "strip":
      return text.trim();
    case "escape":
    case "xml_escape":
    case "uri_escape":
    case "markdownify":
    case "strip_html":
      return text;
    default:
      return undefined;
  }
}

function relativeUrl(text: string, base: string): string {
  if (/^[a-z][a-z0-9+.-]*:/i.test(text)) return text;
  return `${base}/${text}`.replace(/\/{2,}/g, "/");
}

/** Undefined if the condition is not known. */
export function liquidCondition(written: string, scope: LiquidScope): boolean | undefined {
  if (written.length > MAX_EXPRESSION) return undefined;
  // Liquid reads `a or b and c` from the right.
  const [, left = written, operator = "", right = ""] = /^(.*?)\s+(and|or)\s+(.*)$/s.exec(written) ?? [];
  const first = comparison(left.trim(), scope);
  if (operator === "") return first;
  const second = liquidCondition(right, scope);
  if (operator === "and") return first === false || second === false ? false : first === undefined ? undefined : second;
  return first === true || second === true ? true : first === undefined ? undefined : second;
}

function comparison(written: string, scope: LiquidScope): boolean | undefined {
  const [, left = "", operator = "", right = ""] = /^(.*?)\s*(==|!=|<>|\bcontains\b)\s*(.*)$/s.exec(written) ?? [];
  if (operator === "") {
    if (/[<>]/.test(written)) return undefined;
    const value = operandOf(written, scope);
    return value === undefined ? undefined : value !== null && flagValue(value) !== false;
  }
  const [a, b] = [operandOf(left.trim(), scope), operandOf(right.trim(), scope)];
  if (a === undefined || b === undefined) return undefined;
  if (operator === "contains") {
    return Array.isArray(a)
      ? a.some((item) => lineOf(item) === lineOf(b))
      : (lineOf(a) ?? "").includes(lineOf(b) ?? "");
  }
  const isSame = lineOf(a) === lineOf(b);
  return operator === "==" ? isSame : !isSame;
}

/** In front matter, `no` and `off` are false as well. */
const flagValue = (value: FieldValue): boolean => flagOf(value) !== false || value === "0";
