// The page of the studio: until there is more of it, it signs in and shows who is signed in. It is the same for everybody; its script asks for the
// rest.
const page = (body: string, script: string): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>Colophon</title>
<link rel="stylesheet" href="/studio/studio.css">
<script src="/studio/${script}" defer></script>
</head>
<body>
<main>
<h1>Colophon</h1>
${body}
</main>
</body>
</html>
`;

export const STUDIO_HTML = page(
  `<noscript><p class="message">This page needs JavaScript to sign in.</p></noscript>
<p id="message" class="message" role="alert" hidden></p>
<section id="sign-in" aria-labelledby="sign-in-title" hidden>
<h2 id="sign-in-title">Sign in</h2>
<p id="provider" hidden><a class="button primary" href="/studio/oidc">Sign in with your account</a></p>
<p id="or" class="or" hidden><span>or</span></p>
<form id="token-form" method="post" action="/studio/session" autocomplete="off">
<label for="token">API token</label>
<input id="token" name="token" type="password" required autocomplete="off" autocapitalize="none" spellcheck="false"
  placeholder="colophon_…" aria-describedby="token-hint">
<p id="token-hint" class="hint">It is exchanged for a session of this browser and kept nowhere in the page.</p>
<button type="submit" class="button">Sign in with the token</button>
</form>
<p class="hint">An operator can also print a link that signs in once: <code>colophon studio-link --role editor</code></p>
</section>
<section id="signed-in" aria-labelledby="signed-in-title" hidden>
<h2 id="signed-in-title">Signed in</h2>
<dl>
<dt>Name</dt><dd id="name"></dd>
<dt>Role</dt><dd id="role"></dd>
<dt>By</dt><dd id="origin"></dd>
</dl>
<button id="sign-out" type="button" class="button">Sign out</button>
</section>`,
  "studio.js",
);

export const SIGNED_IN_HTML = page(`<p>You are signed in. <a href="/studio/">Continue</a></p>`, "signed-in.js");
