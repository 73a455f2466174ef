import { getOperationAST } from "graphql";
import { events } from "./events.js";
import { HINTS, hasToken, headers as firstHeaders } from "./session.js";

const ENDPOINT = "/graphql";
const TABLES = "/exports";

/** Sends one operation to the server, as GraphiQL's `fetcher`: a subscription answers many times. */
export function fetcher(operation, { headers, documentAST } = {}) {
  const subscribes = documentAST && getOperationAST(documentAST, operation.operationName)?.operation === "subscription";
  return subscribes ? events((signal) => send(operation, headers ?? {}, "text/event-stream", signal)) : answer(operation, headers);
}

async function answer(operation, headers) {
  const introspecting = operation.operationName === "IntrospectionQuery";
  // GraphiQL first fetches the schema before its headers pane exists.
  const given = headers ?? (introspecting ? firstHeaders : {});
  // The server would refuse; asking all the same would only leave an error in the console.
  if (introspecting && !hasToken(given)) return { data: null, errors: HINTS.map((message) => ({ message })) };

  return json(await send(operation, given, "application/json"));
}

/** A link to every row of a question's connection, or why there is none. */
export async function tableLink(question, given) {
  return json(await send(question, given, "application/json", undefined, TABLES));
}

async function json(response) {
  const text = await response.text();
  try {
    return JSON.parse(text);
  } catch {
    throw new Error(`The server answered ${response.status} ${response.statusText}: ${text.slice(0, 500)}`);
  }
}

function send(operation, given, accepted, signal, endpoint = ENDPOINT) {
  return fetch(endpoint, {
    method: "POST",
    headers: { "Content-Type": "application/json", Accept: accepted, ...sendable(given) },
    body: JSON.stringify(operation),
    credentials: "omit",
    signal,
  });
}

/** Drops an Authorization without a token and percent-encodes what a header cannot carry. */
function sendable(given) {
  const { Authorization, ...others } = given;
  const chosen = hasToken(given) ? { Authorization, ...others } : others;
  return Object.fromEntries(Object.entries(chosen).map(([name, value]) => [name, percentEncoded(String(value))]));
}

const percentEncoded = (value) => value.replace(/[^\x20-\x7e]+/g, encodeURIComponent);
