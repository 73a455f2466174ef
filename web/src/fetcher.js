import { HINTS, hasToken, headers as firstHeaders } from "./session.js";

const ENDPOINT = "/graphql";

/** Sends one operation to the server, as GraphiQL's `fetcher`. */
export async function fetcher(operation, { headers } = {}) {
  const introspecting = operation.operationName === "IntrospectionQuery";
  // GraphiQL first fetches the schema before its headers pane exists.
  const given = headers ?? (introspecting ? firstHeaders : {});
  // The server would refuse; asking all the same would only leave an error in the console.
  if (introspecting && !hasToken(given)) return { data: null, errors: HINTS.map((message) => ({ message })) };

  const response = await fetch(ENDPOINT, {
    method: "POST",
    headers: { "Content-Type": "application/json", Accept: "application/json", ...sendable(given) },
    body: JSON.stringify(operation),
    credentials: "omit",
  });
  const text = await response.text();
  try {
    return JSON.parse(text);
  } catch {
    throw new Error(`The server answered ${response.status} ${response.statusText}: ${text.slice(0, 500)}`);
  }
}

/** Drops an Authorization without a token and percent-encodes what a header cannot carry. */
function sendable(given) {
  const { Authorization, ...others } = given;
  const chosen = hasToken(given) ? { Authorization, ...others } : others;
  return Object.fromEntries(Object.entries(chosen).map(([name, value]) => [name, percentEncoded(String(value))]));
}

const percentEncoded = (value) => value.replace(/[^\x20-\x7e]+/g, encodeURIComponent);
