// Puts the whole site into the folder given as the only argument.
import { cp } from "node:fs/promises";
import { build } from "esbuild";

const site = process.argv[2];

await build({
  entryPoints: ["app.js"],
  outdir: site,
  bundle: true,
  format: "esm",
  target: "es2022",
  // Olm asks for these only where there is no browser around it.
  external: ["crypto", "fs", "path"],
  logLevel: "warning",
});
await cp("index.html", `${site}/index.html`);
await cp("node_modules/hydrogen-view-sdk/asset-build/assets", `${site}/assets`, { recursive: true });
await cp("node_modules/hydrogen-view-sdk/lib-build/sw.js", `${site}/sw.js`);
for (const file of ["olm.js", "olm.wasm", "olm_legacy.js"]) {
  await cp(`node_modules/@matrix-org/olm/${file}`, `${site}/olm/${file}`);
}
