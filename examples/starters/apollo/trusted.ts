import { ApolloLink, HttpLink } from "@apollo/client";
import { PersistedQueryLink } from "@apollo/client/link/persisted-queries";
import { generatePersistedQueryIdsFromManifest } from "@apollo/persisted-query-lists";

const ids = generatePersistedQueryIdsFromManifest({ loadManifest: () => import("./persisted-query-manifest.json") });

export const createTrustedLink = (uri: string) => ApolloLink.from([new PersistedQueryLink(ids), new HttpLink({ uri })]);
