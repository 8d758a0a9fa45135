// Prints the licence of every package that is installed to run the service, by licence, from what npm says of the tree.
// `npm run licences` writes nothing: what may be used is held by test/supply-chain.test.ts.
import { execFileSync } from "node:child_process";

const npm = ["sbom", "--sbom-format", "cyclonedx", "--omit", "dev"];
const { components } = JSON.parse(execFileSync("npm", npm, { encoding: "utf8", maxBuffer: 64 * 1_024 * 1_024 }));

const byLicence = new Map();
for (const { name, version, licenses = [] } of components) {
  const licence = licenses.map(({ license, expression }) => license?.id ?? license?.name ?? expression).join(" AND ");
  byLicence.set(licence || "none named", [...(byLicence.get(licence || "none named") ?? []), `${name}@${version}`]);
}
for (const [licence, packages] of [...byLicence].sort(([one], [other]) => (one < other ? -1 : 1))) {
  process.stdout.write(
    `${licence}\n${[...new Set(packages)]
      .sort()
      .map((each) => `  ${each}\n`)
      .join("")}`,
  );
}
