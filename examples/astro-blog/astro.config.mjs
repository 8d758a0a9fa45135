import { defineConfig } from "astro/config";

export default defineConfig({
  // Files such as posts/hello.html, which static hosts serve at /posts/hello, the path of the post in Colophon.
  build: { format: "file" },
  trailingSlash: "never",
});
