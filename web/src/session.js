// Who asks and why. The token arrives in the URL fragment, which browsers never send, and lives in
// this page's memory only: reloading the page forgets it, opening the link again brings it back.

const DEFAULT_PURPOSE = "Trying out the query page 试用查询页面";

const fragment = new URLSearchParams(location.hash.slice(1));
const token = fragment.get("token") ?? "";
const purpose = fragment.get("purpose") || DEFAULT_PURPOSE;

if (location.hash) history.replaceState(history.state, "", location.pathname + location.search);
// A second link opened in this tab changes the fragment alone, which loads nothing by itself.
addEventListener("hashchange", () => location.hash.startsWith("#token=") && location.reload());

/** The headers the page starts with. */
export const headers = {
  Authorization: `Bearer ${token}`,
  "X-Kinflow-Purpose": encodeURIComponent(purpose),
};

/** What to do when there is no token. */
export const HINTS = [
  "No token: run `kinflow token`, paste it after Bearer.",
  "尚无令牌：运行 kinflow token，粘贴到 Bearer 之后。",
];

/** The text of the headers pane: JSON, where GraphiQL allows comments. */
export const headersText = [
  "{",
  ...(token ? [] : HINTS.map((hint) => `  // ${hint}`)),
  `  "Authorization": ${JSON.stringify(headers.Authorization)},`,
  `  // Why you ask 查询事由: ${purpose.replace(/\s+/g, " ")}`,
  `  "X-Kinflow-Purpose": ${JSON.stringify(headers["X-Kinflow-Purpose"])}`,
  "}",
].join("\n");

/** Whether these headers carry a token at all. */
export const hasToken = (given) => /^Bearer\s+\S/.test(given?.Authorization ?? "");
