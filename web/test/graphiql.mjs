// Drives the page in a real browser, against a running server:
//   node web/test/graphiql.mjs 'http://127.0.0.1:8400/graphql#token=…' [--screenshots DIR]
import assert from "node:assert/strict";
import { mkdir, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { chromium } from "playwright-core";

const BROWSER = "/usr/bin/chromium";
const BROWSER_ARGUMENTS = (
  "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run " +
  "--disable-background-networking --disable-component-update --disable-sync"
).split(" ");
const DESKTOP = { viewport: { width: 1440, height: 900 } };
const PHONE = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true };
const PATIENCE = 30_000;

const { values: options, positionals } = parseArgs({
  options: { screenshots: { type: "string" } },
  allowPositionals: true,
});
const link = positionals.length === 1 && URL.canParse(positionals[0]) ? new URL(positionals[0]) : null;
const token = new URLSearchParams(link?.hash.slice(1)).get("token");
if (!token) {
  console.error("usage: node graphiql.mjs URL#token=TOKEN [--screenshots DIR]");
  process.exit(2);
}

const checks = {
  "every example answers in a desktop window": async (visit) => {
    const page = await visit(DESKTOP, link.href);
    await opensWithToken(page);
    await editorShows(page, ".graphiql-editor-tool", `"Bearer ${token.slice(0, 8)}`);
    await firstExampleShowsRows(page);
    await tablesDownload(page);
    await visit.screenshot("desktop");
    await pluginsOpen(page);
    await visit.screenshot("desktop-explorer");
    await everyExampleAnswers(page);
    await mistakeIsUnderlined(page);
    await keepsTokenInMemory(page);
  },
  "the first example answers in the dark": async (visit) => {
    const page = await visit({ ...DESKTOP, colorScheme: "dark" }, link.href);
    await opensWithToken(page);
    await firstExampleShowsRows(page);
    await visit.screenshot("dark");
  },
  "the first example answers in a phone-sized window": async (visit) => {
    const page = await visit(PHONE, link.href);
    await opensWithToken(page);
    await visit.screenshot("phone-opened");
    await fitsWindow(page);
    await firstExampleShowsRows(page);
    await visit.screenshot("phone");
    await pluginsOpen(page);
    await visit.screenshot("phone-explorer");
  },
  "without a token the page says how to get one": async (visit) => {
    const page = await visit(DESKTOP, link.href.replace(link.hash, ""));
    await editorShows(page, ".graphiql-editor-tool", "kinflow token");
    await editorShows(page, ".graphiql-response", "尚无令牌");
    assert.deepEqual(visit.posts, [], "without a token nothing should be asked");
    await visit.screenshot("no-token");
    const schema = answerTo(page, "IntrospectionQuery");
    await page.locator(".graphiql-editor-tool").getByText('"Bearer "').click();
    for (const key of ["End", "ArrowLeft", "ArrowLeft"]) await page.keyboard.press(key);
    await page.keyboard.insertText(token);
    await succeeded(await schema);
    await firstExampleShowsRows(page);
  },
};

async function opensWithToken(page) {
  const schema = await succeeded(await page.firstSchema);
  assert.ok(schema.data.__schema.types.length > 10, "the schema should have come");
  assert.equal(await page.title(), "Kinflow");
  assert.equal(await page.evaluate(() => location.href), link.href.replace(link.hash, ""), "the token should leave the address bar");
  await editorShows(page, ".graphiql-query-editor", "{");
}

async function firstExampleShowsRows(page) {
  const { data } = await run(page);
  const [[field, { nodes }]] = Object.entries(data);
  assert.ok(nodes.length > 0, `${field} should have nodes`);
  await editorShows(page, ".graphiql-response", `"${field}"`);
  await editorShows(page, ".graphiql-response", nodes[0].payment.id);
}

async function tablesDownload(page) {
  for (const [label, start] of [["as CSV", "\ufeffwho,"], ["as a workbook", "PK"]]) {
    const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: label }).click()]);
    const text = await readFile(await download.path(), "utf8");
    assert.ok(text.startsWith(start), `${label} should begin with ${start}, it begins with ${text.slice(0, 20)}`);
  }
}

async function everyExampleAnswers(page) {
  const tabs = page.locator(".graphiql-tabs .graphiql-tab-button");
  assert.ok((await tabs.count()) > 3, "the examples should be open in tabs");
  for (const tab of await tabs.all()) {
    await tab.click();
    await page.waitForTimeout(300);
    const { data } = await run(page);
    for (const [field, value] of Object.entries(data)) {
      assert.ok(value, `${await tab.innerText()}: ${field} should not be null`);
      assert.notEqual(value.nodes?.length, 0, `${await tab.innerText()}: ${field} should have nodes`);
    }
    assert.equal(await page.locator(".graphiql-query-editor .squiggly-error").count(), 0, `${await tab.innerText()} should suit the schema`);
  }
}

async function mistakeIsUnderlined(page) {
  await page.locator(".graphiql-query-editor .view-lines").click();
  await page.keyboard.press("ControlOrMeta+End");
  await page.keyboard.insertText("{ noSuchField }");
  await page.locator(".graphiql-query-editor .squiggly-error").first().waitFor();
}

async function pluginsOpen(page) {
  await page.getByRole("button", { name: "Show Documentation Explorer" }).click();
  await page.locator(".graphiql-doc-explorer").getByText("Root Types").waitFor();
  await page.getByRole("button", { name: "Show GraphiQL Explorer" }).click();
  await page.locator(".docExplorerWrap, .graphiql-explorer-root").first().waitFor();
}

async function keepsTokenInMemory(page) {
  await page.waitForTimeout(1_000);
  const stored = await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie]));
  assert.ok(!stored.includes(token), "the token should not be stored");
}

async function fitsWindow(page) {
  const { width, height } = PHONE.viewport;
  const button = await page.locator(".graphiql-execute-button").boundingBox();
  assert.ok(button.x >= 0 && button.x + button.width <= width && button.y + button.height <= height, "the run button should be in the window");
  for (const pane of [".graphiql-query-editor", ".graphiql-response"]) {
    const box = await page.locator(pane).boundingBox();
    assert.ok(box.width > 300 && box.height > 150 && box.x + box.width <= width, `${pane} should be readable, it is ${box.width} × ${box.height}`);
  }
  assert.ok((await page.evaluate(() => document.documentElement.scrollWidth)) <= width, "the page should not scroll sideways");
}

/** Presses the run button and gives the answer, which has to be free of errors. */
async function run(page) {
  const answer = answerTo(page, (name) => name !== "IntrospectionQuery");
  await page.locator(".graphiql-execute-button").click();
  return succeeded(await answer);
}

function answerTo(page, wanted) {
  const matches = typeof wanted === "string" ? (name) => name === wanted : wanted;
  return page.waitForResponse(
    (response) => response.request().method() === "POST" && matches(response.request().postDataJSON().operationName),
    { timeout: PATIENCE },
  );
}

async function succeeded(response) {
  const sent = await response.request().allHeaders();
  assert.equal(new URL(response.url()).pathname, "/graphql");
  assert.equal(sent.authorization, `Bearer ${token}`);
  assert.match(sent["x-kinflow-purpose"], /^[\x21-\x7e]+$/, "the purpose should be percent-encoded");
  assert.ok(decodeURIComponent(sent["x-kinflow-purpose"]));
  const body = await response.text();
  assert.equal(response.status(), 200, body);
  const answer = JSON.parse(body);
  assert.deepEqual(answer.errors ?? [], [], "the answer should be free of errors");
  return answer;
}

/** Waits until one of the pane's editors shows the text, which may be wrapped over lines. */
async function editorShows(page, pane, text) {
  const squeeze = (value) => value.replace(/[\s\u00a0]+/g, "");
  const deadline = Date.now() + PATIENCE;
  let shown;
  do {
    shown = (await page.locator(`${pane} .view-lines`).allInnerTexts()).join("");
    if (squeeze(shown).includes(squeeze(text))) return;
    await page.waitForTimeout(100);
  } while (Date.now() < deadline);
  assert.fail(`${pane} should show ${text}, it shows: ${shown.slice(0, 300)}`);
}

/** Records whatever a clean page does not do. */
function watch(context, faults, posts) {
  const known = (url) => url.startsWith(`${link.origin}/`) || url.startsWith("data:");
  context.on("request", (request) => {
    if (!known(request.url())) faults.push(`request to elsewhere: ${request.url()}`);
    if (request.method() === "POST") posts.push(request.url());
  });
  context.on("requestfailed", (request) => faults.push(`failed request: ${request.url()} ${request.failure()?.errorText}`));
  context.on("response", (response) => {
    if (response.status() >= 400) faults.push(`${response.status()} from ${response.url()}`);
  });
  context.on("weberror", (error) => faults.push(`page error: ${error.error().stack}`));
  const heard = (message) => {
    if (["error", "warning"].includes(message.type())) faults.push(`console ${message.type()}: ${message.text()}`);
  };
  context.on("console", heard);
  context.on("page", (page) => {
    page.on("websocket", (socket) => faults.push(`web socket: ${socket.url()}`));
    page.on("crash", () => faults.push("the page crashed"));
    page.on("worker", (worker) => {
      if (!known(worker.url())) faults.push(`worker from elsewhere: ${worker.url()}`);
      worker.on("console", heard);
    });
  });
}

async function check(name, steps) {
  const profile = await mkdtemp(join(tmpdir(), "kinflow-browser-"));
  const faults = [];
  const posts = [];
  let context;
  const visit = async (settings, url) => {
    context = await chromium.launchPersistentContext(profile, {
      executablePath: BROWSER,
      args: BROWSER_ARGUMENTS,
      serviceWorkers: "block",
      ...settings,
    });
    watch(context, faults, posts);
    await context.addInitScript(() => {
      addEventListener("securitypolicyviolation", (event) =>
        console.error(`policy violation: ${event.violatedDirective} ${event.blockedURI}`),
      );
    });
    const page = await context.newPage();
    page.setDefaultTimeout(PATIENCE);
    if (new URL(url).hash) {
      page.firstSchema = answerTo(page, "IntrospectionQuery");
      page.firstSchema.catch(() => {});
    }
    await page.goto(url);
    return page;
  };
  visit.posts = posts;
  visit.screenshot = async (file) => {
    if (!options.screenshots) return;
    await mkdir(options.screenshots, { recursive: true });
    await context.pages().at(-1).waitForTimeout(700);
    await context.pages().at(-1).screenshot({ path: join(options.screenshots, `${file}.png`) });
  };
  try {
    await steps(visit);
    await context.pages().at(-1).waitForTimeout(1_000);
  } catch (error) {
    faults.unshift(error.message);
    await visit.screenshot(`failed-${name.replaceAll(" ", "-")}`).catch(() => {});
  } finally {
    await context?.close();
    await rm(profile, { recursive: true, force: true });
  }
  console.log(`${faults.length ? "FAILED" : "ok"}  ${name}`);
  for (const fault of faults) console.log(`        ${fault.replaceAll("\n", "\n        ")}`);
  return faults.length === 0;
}

let passed = 0;
for (const [name, steps] of Object.entries(checks)) passed += await check(name, steps);
const failed = Object.keys(checks).length - passed;
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed ? 1 : 0;
