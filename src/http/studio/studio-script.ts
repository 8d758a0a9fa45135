// The scripts of the studio's page, as browsers receive them. They insert text only, and never keep a secret.
export const STUDIO_SCRIPT = `"use strict";
const part = (id) => document.getElementById(id);
const ORIGINS = { TOKEN: "API token", LINK: "sign-in link", OIDC: "identity provider" };

const send = async (method, body) => {
  const response = await fetch("/studio/session", {
    method,
    credentials: "same-origin",
    headers: method === "GET" ? {} : { "content-type": "application/json", "x-colophon-studio": "1" },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const result = await response.json();
  if (!response.ok) throw new Error(result.errors?.[0]?.message ?? "The service did not accept the request.");
  return result;
};

const say = (text) => {
  part("message").textContent = text;
  part("message").hidden = text === "";
};

const show = ({ viewer, hasProvider }) => {
  part("sign-in").hidden = viewer !== null;
  part("signed-in").hidden = viewer === null;
  part("provider").hidden = !hasProvider;
  part("or").hidden = !hasProvider;
  if (viewer === null) return;
  part("name").textContent = viewer.name;
  part("role").textContent = viewer.role.toLowerCase();
  part("origin").textContent = ORIGINS[viewer.origin] ?? viewer.origin;
};

const attempt = async (work) => {
  say("");
  try {
    show(await work());
  } catch (error) {
    say(error instanceof TypeError ? "The service does not respond. Try again in a moment." : error.message);
    part("sign-in").hidden = !part("signed-in").hidden;
  }
};

part("token-form").addEventListener("submit", (event) => {
  event.preventDefault();
  const token = part("token").value.trim();
  part("token").value = "";
  attempt(() => send("POST", { token }));
});
part("sign-out").addEventListener("click", () => attempt(() => send("DELETE")));

const begin = async () => {
  const key = new URLSearchParams(location.hash.slice(1)).get("key");
  // Out of the address bar and the history before anything else.
  if (location.hash !== "") history.replaceState(null, "", location.pathname);
  await attempt(() => (key === null ? send("GET") : send("POST", { key })));
};
addEventListener("hashchange", begin);
begin();
`;

export const SIGNED_IN_SCRIPT = `"use strict";
location.replace("/studio/");
`;
