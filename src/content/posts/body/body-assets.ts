// Shows the assets of a body: the HTML with their addresses, and the pictures. The stored HTML has the URLs as they were written, so that an asset
// that is replaced or imported later is shown at once.
import type { Context } from "../../../identity/context.js";
import { Deferred, DeferredList, type MaybeDeferred, mapDeferred } from "../../../platform/graphql/deferred.js";
import { familyPath } from "../../../platform/markup/files/file-path.js";
import { ImagePreset } from "../../../platform/pictures/picture-presets.js";
import type { Asset } from "../../assets/asset.entity.js";
import { assetByPath } from "../../assets/asset.loaders.js";
import { addressForPath, WHOLE_PICTURE } from "../../assets/shown/asset-at-path.js";
import { picturesOf, withAddresses } from "../../assets/shown/file-references.js";
import type { Image } from "../../images/image.js";
import { loadBodyColumn, type OwnerVersion } from "./post-body.loaders.js";

/** The HTML with the addresses of assets, of which the viewer may see all, because they may see the body. */
export function shownHtml(ctx: Context, body: OwnerVersion): MaybeDeferred<string> {
  const [html, urls] = [loadBodyColumn(ctx, body, "html"), loadBodyColumn(ctx, body, "assetUrls")];
  const shown = mapDeferred(loadBodyColumn(ctx, body, "assetPaths"), (paths) => {
    if (paths.length === 0) return html;
    const assets = new DeferredList(paths.map((path) => assetByPath(ctx).load(path)));
    return mapDeferred(html, (written) =>
      assets.map((found) => {
        const byPath = new Map(paths.map((path, place) => [path, found[place] ?? null]));
        return withAddresses(written, arrived(urls), (path, isShown) => addressIn(ctx, byPath, path, isShown));
      }),
    );
  });
  // Executors and `await` read a value that arrives as another one until it is there.
  return shown as MaybeDeferred<string>;
}

/** The paths by URL arrive with the other columns, unless they were known from the start. */
const arrived = <V>(value: MaybeDeferred<V>): V => (value instanceof Deferred ? value.read() : value);

function addressIn(
  ctx: Context,
  byPath: ReadonlyMap<string, Asset | null>,
  path: string,
  isShown: boolean,
): string | null {
  const asset = byPath.get(path) ?? byPath.get(familyPath(path) ?? "") ?? null;
  return asset && addressForPath(ctx, asset, path, isShown ? ImagePreset.W1280 : WHOLE_PICTURE);
}

/** The pictures of a body in reading order. */
export function shownPictures(ctx: Context, body: OwnerVersion): MaybeDeferred<Image[]> {
  const urls = loadBodyColumn(ctx, body, "assetUrls");
  return mapDeferred(loadBodyColumn(ctx, body, "html"), (html) => picturesOf(html, arrived(urls)));
}
