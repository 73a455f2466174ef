import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";
import { compress } from "./build/compress.js";

const path = (relative) => fileURLToPath(new URL(relative, import.meta.url));

export default defineConfig({
  root: path("."),
  base: "/graphiql/",
  publicDir: false,
  resolve: {
    alias: {
      // GraphiQL asks for monaco with every feature; this names the ones it uses.
      "monaco-editor/esm/vs/editor/edcore.main.js": path("src/editor.js"),
      // GraphiQL indents JSON with prettier's JavaScript parser and printer, 140 kB compressed.
      "prettier/parser-babel": path("src/json_format.js"),
      "prettier/plugins/estree": path("src/json_format.js"),
    },
  },
  worker: { format: "es" },
  build: {
    target: "es2023",
    sourcemap: false,
    // Files instead of data: URLs, so that the Content-Security-Policy can stay narrow.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 4000,
    rolldownOptions: {
      onwarn: (warning, warn) => warning.code === "MODULE_LEVEL_DIRECTIVE" || warn(warning),
    },
    license: { fileName: "licenses.md" },
  },
  plugins: [compress()],
});
