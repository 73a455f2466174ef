const queries = import.meta.glob("./examples/*.graphql", { query: "?raw", import: "default", eager: true });
const variables = import.meta.glob("./examples/*.json", { query: "?raw", import: "default", eager: true });

/** The example questions, one a tab, in the order of their file names. */
export const examples = Object.keys(queries)
  .sort()
  .map((file) => ({
    query: queries[file].trimEnd(),
    variables: variables[file.replace(/\.graphql$/, ".json")]?.trimEnd() ?? null,
  }));
