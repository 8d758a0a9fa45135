// What the studio needs of authentication, as the HTTP layer sees it. Each function rejects with an `HttpError`: 401 for what is not accepted, 503
// if it cannot be checked at the moment.
import type { IncomingMessage } from "node:http";
import type { Caller } from "../graphql/caller.js";

export interface NewSession {
  /** The value of the cookie. */
  secret: string;
  maxAgeSeconds: number;
  viewer: SessionViewer;
}

export interface SessionViewer {
  name: string;
  role: string;
  /** How the viewer signed in. */
  origin: string;
}

export interface ProviderSignIn {
  begin(request: IncomingMessage): Promise<{ url: string; sealedState: string; maxAgeSeconds: number }>;
  finish(request: IncomingMessage, search: string, sealedState: string): Promise<NewSession>;
}

export interface StudioAccess<C> {
  signInByToken(request: IncomingMessage, token: string): Promise<NewSession>;
  signInByLink(request: IncomingMessage, key: string): Promise<NewSession>;
  /** Null if no provider is configured. */
  provider: ProviderSignIn | null;
  viewerOf(request: IncomingMessage, secret: string): Promise<SessionViewer>;
  callerOf(request: IncomingMessage, secret: string): Promise<Caller<C>>;
  signOut(secret: string): Promise<void>;
}
