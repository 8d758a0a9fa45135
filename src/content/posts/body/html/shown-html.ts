// Shows the HTML and the pictures of a body with the addresses of its assets. The stored HTML has the URLs as they were written, so that an asset
// that is replaced or imported later is shown at once.
import type { Context } from "../../../../identity/context.js";
import { Deferred, DeferredList, type MaybeDeferred, mapDeferred } from "../../../../platform/graphql/deferred.js";
import { familyPath } from "../../../../platform/markup/files/file-path.js";
import { ImagePreset } from "../../../../platform/pictures/picture-presets.js";
import type { Asset } from "../../../assets/asset.entity.js";
import { assetByPath } from "../../../assets/asset.loaders.js";
import { addressForPath, WHOLE_PICTURE } from "../../../assets/shown/asset-at-path.js";
import { type PathsByUrl, pathOf, picturesOf, withAddresses } from "../../../assets/shown/file-references.js";
import { pictureInText } from "../../../assets/shown/picture-in-text.js";
import type { Image } from "../../../images/image.js";
import { loadSite } from "../../../site/site.resolver.js";
import { loadBodyColumn } from "../post-body.loaders.js";
import type { Body, HtmlProfile } from "../post-body.type.js";
import { type BodyUrls, bodyUrls } from "./body-urls.js";
import { completedHtml, type HtmlPass } from "./html-pass.js";

export interface HtmlOptions {
  profile: HtmlProfile | null;
  absoluteUrls: boolean | null;
}

type AssetAt = (path: string) => Asset | null;

/** The HTML with the addresses of assets, of which the viewer may see all, because they may see the body. */
export function shownHtml(ctx: Context, body: Body, { profile, absoluteUrls }: HtmlOptions): MaybeDeferred<string> {
  const isRich = profile === "RICH";
  const [html, paths] = [
    loadBodyColumn(ctx, body, isRich ? "richHtml" : "html"),
    loadBodyColumn(ctx, body, "assetUrls"),
  ];
  const urls = absoluteUrls === true ? loadSite(ctx).map((site) => bodyUrls(site.url, body.path)) : null;
  const show = (assetAt: AssetAt | null): MaybeDeferred<unknown> =>
    mapDeferred(urls, (absolute) =>
      mapDeferred(html, (written) => {
        const known = arrived(paths);
        if (isRich || absolute !== null) {
          return completedHtml(written, passOf(ctx, { isRich, assetAt: assetAt ?? noAsset, paths: known, absolute }));
        }
        if (assetAt === null) return written;
        return withAddresses(written, known, (path, isShown) => addressIn(ctx, assetAt, path, isShown));
      }),
    );
  const shown = mapDeferred(loadBodyColumn(ctx, body, "assetPaths"), (all) => {
    if (all.length === 0) return show(null);
    return new DeferredList(all.map((path) => assetByPath(ctx).load(path))).map((assets) => {
      const byPath = new Map(all.map((path, place) => [path, assets[place] ?? null]));
      return show((path) => byPath.get(path) ?? byPath.get(familyPath(path) ?? "") ?? null);
    });
  });
  // Executors and `await` read a value that arrives as another one until it is there.
  return shown as MaybeDeferred<string>;
}

const noAsset: AssetAt = () => null;

/** The paths by URL arrive with the other columns, unless they were known from the start. */
const arrived = <V>(value: MaybeDeferred<V>): V => (value instanceof Deferred ? value.read() : value);

function addressIn(ctx: Context, assetAt: AssetAt, path: string, isShown: boolean): string | null {
  const asset = assetAt(path);
  return asset && addressForPath(ctx, asset, path, isShown ? ImagePreset.W1280 : WHOLE_PICTURE);
}

interface PassFacts {
  isRich: boolean;
  assetAt: AssetAt;
  paths: PathsByUrl;
  /** Null if URLs stay as they are. */
  absolute: BodyUrls | null;
}

function passOf(ctx: Context, { isRich, assetAt, paths, absolute }: PassFacts): HtmlPass {
  const complete = (url: string): string => absolute?.absolute(url) ?? url;
  return {
    isRich,
    urlOf: (url, isShown) => {
      const path = pathOf(url, paths);
      return complete((path === null ? null : addressIn(ctx, assetAt, path, isShown)) ?? url);
    },
    pictureOf: (url, size) => {
      const path = pathOf(url, paths);
      const asset = path === null ? null : assetAt(path);
      if (path === null || asset === null) return { src: complete(url), ...size, srcset: null, tint: null };
      const picture = pictureInText(ctx, asset, path, size);
      const { src, srcset } = picture;
      return { ...picture, src: complete(src), srcset: srcset && (absolute?.absoluteSrcset(srcset) ?? srcset) };
    },
    fragmentUrl: complete,
  };
}

/** The pictures of a body in reading order. */
export function shownPictures(ctx: Context, body: Body): MaybeDeferred<Image[]> {
  const urls = loadBodyColumn(ctx, body, "assetUrls");
  return mapDeferred(loadBodyColumn(ctx, body, "html"), (html) => picturesOf(html, arrived(urls)));
}
