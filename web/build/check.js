// Whether the committed dist is what the sources build to. Compares what is inside the .gz files:
// their bytes may differ between versions of node, whose zlib is not always the same.
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import { build } from "vite";

const web = fileURLToPath(new URL("..", import.meta.url));
const fresh = await mkdtemp(join(tmpdir(), "kinflow-web-"));
try {
  await build({ configFile: join(web, "vite.config.js"), logLevel: "error", build: { outDir: fresh } });
  const [built, committed] = await Promise.all([fresh, join(web, "dist")].map(contents));
  const names = [...new Set([...built.keys(), ...committed.keys()])].sort();
  const stale = names.filter((name) => !built.get(name)?.equals(committed.get(name) ?? Buffer.alloc(0)));
  for (const name of stale) console.error(`differs: dist/${name}`);
  console.log(stale.length ? "dist is stale: run `npm run build` in web/" : `dist is fresh: ${names.length} files`);
  process.exitCode = stale.length ? 1 : 0;
} finally {
  await rm(fresh, { recursive: true, force: true });
}

/** Every file of a folder by its name, unpacked. */
async function contents(folder) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const read = async (file) => {
    const bytes = await readFile(file);
    return [relative(folder, file), file.endsWith(".gz") ? gunzipSync(bytes) : bytes];
  };
  return new Map(await Promise.all(files.map(read)));
}
