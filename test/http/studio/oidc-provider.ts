// A small OpenID Connect provider for tests, on loopback: it issues real codes and signed ID tokens, and can be told to do one thing wrong.
import { createHash, randomBytes } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { exportJWK, type GenerateKeyPairResult, generateKeyPair, SignJWT, UnsecuredJWT } from "jose";

export interface ProviderFault {
  nonce?: string;
  issuer?: string;
  audience?: string;
  /** Sends an ID token without a signature. */
  isUnsigned?: boolean;
  /** Signs with a key that the provider does not publish. */
  isForged?: boolean;
  isExpired?: boolean;
  /** The parameter `iss` of the answer; null for none. */
  answeredIssuer?: string | null;
  claims?: Record<string, unknown>;
}

interface Grant {
  nonce: string;
  challenge: string;
  redirectUri: string;
}

export const CLIENT_ID = "colophon-test";
export const CLIENT_SECRET = "secret-of-the-client-kxq";

export class TestProvider {
  fault: ProviderFault = {};
  readonly #server: Server;
  readonly #grants = new Map<string, Grant>();
  readonly #keys: GenerateKeyPairResult;
  readonly #others: GenerateKeyPairResult;
  /** Whatever the service has sent to the token endpoint. */
  readonly exchanges: URLSearchParams[] = [];

  private constructor(keys: GenerateKeyPairResult, others: GenerateKeyPairResult) {
    this.#keys = keys;
    this.#others = others;
    this.#server = createServer((request, response) => void this.#reply(request, response));
  }

  static async start(): Promise<TestProvider> {
    const pair = () => generateKeyPair("RS256", { extractable: true });
    const provider = new TestProvider(await pair(), await pair());
    await new Promise<void>((resolve) => provider.#server.listen(0, "127.0.0.1", resolve));
    return provider;
  }

  get issuer(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Signs somebody in who was sent to this URL, and returns the query string with which the browser is sent back. */
  answer(authorizationUrl: string): string {
    const asked = new URL(authorizationUrl).searchParams;
    const code = randomBytes(16).toString("base64url");
    const text = (name: string): string => asked.get(name) ?? "";
    this.#grants.set(code, {
      nonce: text("nonce"),
      challenge: text("code_challenge"),
      redirectUri: text("redirect_uri"),
    });
    const { answeredIssuer = this.issuer } = this.fault;
    const answer = new URLSearchParams({ code, state: text("state") });
    if (answeredIssuer !== null) answer.set("iss", answeredIssuer);
    return `?${answer}`;
  }

  close(): Promise<void> {
    this.#server.closeAllConnections();
    return new Promise((resolve) => this.#server.close(() => resolve()));
  }

  async #reply(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname } = new URL(request.url ?? "/", this.issuer);
    const send = (status: number, value: unknown): void => {
      response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(value));
    };
    if (pathname === "/.well-known/openid-configuration") send(200, this.#metadata());
    else if (pathname === "/jwks") {
      send(200, { keys: [{ ...(await exportJWK(this.#keys.publicKey)), alg: "RS256", kid: "one", use: "sig" }] });
    } else if (pathname === "/token" && request.method === "POST") await this.#exchange(request, send);
    else send(404, {});
  }

  #metadata(): object {
    return {
      issuer: this.issuer,
      authorization_endpoint: `${this.issuer}/authorize`,
      token_endpoint: `${this.issuer}/token`,
      jwks_uri: `${this.issuer}/jwks`,
      response_types_supported: ["code"],
      subject_types_supported: ["public"],
      id_token_signing_alg_values_supported: ["RS256"],
      code_challenge_methods_supported: ["S256"],
      authorization_response_iss_parameter_supported: true,
    };
  }

  async #exchange(request: IncomingMessage, send: (status: number, value: unknown) => void): Promise<void> {
    let body = "";
    for await (const chunk of request) body += String(chunk);
    const sent = new URLSearchParams(body);
    this.exchanges.push(sent);
    const grant = this.#grants.get(sent.get("code") ?? "");
    // A code is good once.
    this.#grants.delete(sent.get("code") ?? "");
    const verifier = sent.get("code_verifier") ?? "";
    const isRight =
      grant !== undefined &&
      sent.get("client_id") === CLIENT_ID &&
      sent.get("client_secret") === CLIENT_SECRET &&
      sent.get("redirect_uri") === grant.redirectUri &&
      createHash("sha256").update(verifier).digest("base64url") === grant.challenge;
    if (!isRight) return send(400, { error: "invalid_grant" });
    send(200, { access_token: "access-kxq", token_type: "Bearer", id_token: await this.#idToken(grant) });
  }

  #idToken({ nonce }: Grant): Promise<string> | string {
    const { fault } = this;
    const claims = { nonce: fault.nonce ?? nonce, sub: "ada@example.org", role: "editor", ...fault.claims };
    const issuer = fault.issuer ?? this.issuer;
    const audience = fault.audience ?? CLIENT_ID;
    if (fault.isUnsigned === true) {
      const unsigned = new UnsecuredJWT(claims).setIssuer(issuer).setAudience(audience).setIssuedAt();
      return unsigned.setExpirationTime("5m").encode();
    }
    const token = new SignJWT(claims).setProtectedHeader({ alg: "RS256", kid: "one" }).setIssuer(issuer);
    const ending = fault.isExpired === true ? "-5m" : "5m";
    const key = fault.isForged === true ? this.#others.privateKey : this.#keys.privateKey;
    return token.setAudience(audience).setIssuedAt().setExpirationTime(ending).sign(key);
  }
}
