// The theme that a site has if its owner gives none.
import type { Theme } from "../theme.js";
import { Archive, Period } from "./pages/archive.js";
import { Front } from "./pages/front.js";
import { NotFound } from "./pages/not-found.js";
import { Page } from "./pages/page.js";
import { Post } from "./pages/post.js";
import { Search, SearchStart } from "./pages/search.js";
import { AllSeries, Authors, Categories, Tags } from "./pages/term-lists.js";
import { Author, Category, Series, Tag } from "./pages/terms.js";
import { Footer } from "./parts/footer.js";
import { Header } from "./parts/header.js";
import { Layout } from "./parts/layout.js";
import { Paging } from "./parts/paging.js";
import { Teaser } from "./parts/teaser.js";
import { STYLESHEETS } from "./styles/stylesheet.js";

export const defaultTheme: Theme = {
  version: "default",
  stylesheets: STYLESHEETS,
  pages: {
    ...{ Front, Post, Page, Category, Tag, Author, Series, Categories, Tags, Authors, AllSeries },
    ...{ Archive, Period, SearchStart, Search, NotFound },
  },
  parts: { Layout, Header, Footer, Teaser, Paging },
};
