import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, gzipSync } from "node:zlib";
import tailwindcss from "@tailwindcss/vite";
import { defineConfig } from "vite";

const frontend = "handschlag/core/ui/frontend";
const dist = "handschlag/core/ui/static/ui/dist";

const symbol = (name) =>
  readFileSync(`node_modules/lucide-static/icons/${name}.svg`, "utf8")
    .replace(/<!--.*?-->/s, "")
    .replace(/<svg[^>]*>/, `<symbol id="${name}" viewBox="0 0 24 24">`)
    .replace("</svg>", "</symbol>")
    .replace(/\s+/g, " ")
    .trim();

/** One sprite of our mark and the icons in icons.json; pages point into it with <use>. */
function sprite() {
  return {
    name: "sprite",
    apply: "build",
    buildStart() {
      const names = JSON.parse(readFileSync(`${frontend}/icons.json`, "utf8"));
      const mark = readFileSync(`${frontend}/mark_symbol.svg`, "utf8").trim();
      const symbols = names.map(symbol).join("") + mark;
      const source = `<svg xmlns="http://www.w3.org/2000/svg">${symbols}</svg>`;
      this.emitFile({ type: "asset", name: "icons.svg", originalFileName: "icons.svg", source });
      this.emitFile({
        type: "asset",
        name: "mark.svg",
        originalFileName: "mark.svg",
        source: readFileSync(`${frontend}/mark.svg`),
      });
    },
  };
}

/** WhiteNoise hands out the .br and .gz beside a file: compress once, at the build. */
function compressed() {
  return {
    name: "compressed",
    apply: "build",
    closeBundle() {
      for (const name of readdirSync(join(dist, "assets"))) {
        if (name.endsWith(".woff2")) continue;
        const path = join(dist, "assets", name);
        const content = readFileSync(path);
        writeFileSync(`${path}.gz`, gzipSync(content, { level: 9 }));
        writeFileSync(`${path}.br`, brotliCompressSync(content));
      }
    },
  };
}

export default defineConfig({
  base: "/static/ui/dist/",
  publicDir: false,
  plugins: [tailwindcss(), sprite(), compressed()],
  build: {
    outDir: dist,
    emptyOutDir: true,
    manifest: "manifest.json",
    target: ["chrome123", "firefox120", "safari17.5"],
    assetsInlineLimit: 0,
    modulePreload: false,
    rolldownOptions: {
      input: ["app.css", "behaviours.js", "live.js"].map((name) => `${frontend}/${name}`),
    },
  },
});
