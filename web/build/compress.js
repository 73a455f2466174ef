import { readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

const ALREADY_COMPRESSED = /\.woff2$/;

/** Replaces every built file by FILE.gz, fonts in woff2 apart. */
export function compress() {
  return {
    name: "kinflow-compress",
    apply: "build",
    async writeBundle({ dir }) {
      for (const entry of await readdir(dir, { recursive: true, withFileTypes: true })) {
        const file = join(entry.parentPath, entry.name);
        if (entry.isDirectory() || ALREADY_COMPRESSED.test(file)) continue;
        await writeFile(`${file}.gz`, gzip(await readFile(file)));
        await rm(file);
      }
    },
  };
}

/** gzip -9 whose header (time 0, system unknown) does not depend on where it was built. */
function gzip(content) {
  const packed = gzipSync(content, { level: 9 });
  packed.fill(0, 4, 8);
  packed[9] = 255;
  return packed;
}
