// Opens finished pages as a reader would, from a file, and looks for barriers.
//
//   node axe.mjs report.html ...
//
// Each page is opened at desktop and phone width, light and dark. Fails (exit 1) on a serious or critical
// violation of axe-core, on any request that is not for a file, on an error of the page's own script, on a
// page wider than its window, and on a page that cannot be read with JavaScript off.

import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const views = [
  { name: "desktop", width: 1280, height: 900 },
  { name: "phone", width: 390, height: 844 },
];
const grave = ["serious", "critical"];
const places = process.argv.slice(2);
const program = process.env.CHROMIUM ?? ["/usr/bin/chromium", "/usr/bin/chromium-browser"].find(existsSync);
if (places.length === 0 || !program) {
  console.error(program ? "usage: node axe.mjs report.html ..." : "there is no chromium");
  process.exit(2);
}

const failures = [];
const fail = (where, what) => failures.push(`${where}: ${what}`);

// A page in a context of its own; every request is counted, and only files are let through.
async function open(browser, place, where, options) {
  const context = await browser.newContext({ serviceWorkers: "block", ...options });
  await context.route("**/*", (route) => {
    const address = route.request().url();
    if (address.startsWith("file:") || address.startsWith("data:") || address.startsWith("blob:")) return route.continue();
    fail(where, `asks for ${address}`);
    return route.abort();
  });
  const page = await context.newPage();
  page.on("pageerror", (error) => fail(where, `script: ${error.message}`));
  page.on("console", (message) => {
    if (message.type() === "error") fail(where, `console: ${message.text()}`);
  });
  await page.goto(pathToFileURL(resolve(place)).href, { waitUntil: "load" });
  return { context, page };
}

async function barriers(browser, place, view, scheme) {
  const where = `${place} (${view.name}, ${scheme})`;
  const size = { width: view.width, height: view.height };
  const { context, page } = await open(browser, place, where, { viewport: size, colorScheme: scheme, bypassCSP: true });
  // What is folded is hidden from axe; the first of many folds of one kind stand for all.
  await page.evaluate(() => {
    const seen = new Map();
    for (const fold of document.querySelectorAll("details")) {
      const kind = `${fold.className} ${fold.parentElement?.closest("section")?.id}`;
      seen.set(kind, (seen.get(kind) ?? 0) + 1);
      fold.open = seen.get(kind) <= 3;
    }
  });
  await page.evaluate(axe);
  const result = await page.evaluate(() =>
    globalThis.axe.run(document, { resultTypes: ["violations"], runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] }),
  );
  for (const { id, impact, help, nodes } of result.violations) {
    const first = nodes.slice(0, 3).map((node) => node.target.join(" ")).join(" | ");
    const text = `${impact}: ${help} [${id}], ${nodes.length} place(s): ${first}`;
    if (grave.includes(impact)) fail(where, text);
    else console.log(`  ${where}: ${text}`);
    if (process.env.DETAILS) nodes.slice(0, 3).forEach((node) => console.log(`    ${node.html.slice(0, 300)}\n    ${node.failureSummary}`));
  }
  const beyond = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  if (beyond > 1) fail(where, `the page is ${beyond} px wider than its window`);
  await context.close();
  console.log(`${where}: ${result.violations.length} violation(s)`);
}

// Without the script: every section has its heading and text, and every link inside the page leads somewhere.
async function withoutScript(browser, place) {
  const where = `${place} (JavaScript off)`;
  const { context, page } = await open(browser, place, where, { javaScriptEnabled: false });
  const headings = await page.locator("h1:visible, h2:visible").count();
  const text = await page.locator("main:visible").first().innerText({ timeout: 20000 });
  if (headings < 2 || text.trim().length < 200) fail(where, "there is hardly anything to read");
  const links = await page.locator("a[href^='#']").evaluateAll((all) =>
    [...new Set(all.map((link) => link.getAttribute("href").slice(1)))].filter((id) => id && !document.getElementById(decodeURIComponent(id))),
  );
  if (links.length > 0) fail(where, `${links.length} link(s) lead nowhere: ${links.slice(0, 5).join(", ")}`);
  await context.close();
  console.log(`${where}: ${headings} headings, ${text.length} letters`);
}

const browser = await chromium.launch({
  executablePath: program,
  args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
});
try {
  for (const place of places) {
    for (const view of views) {
      for (const scheme of ["light", "dark"]) await barriers(browser, place, view, scheme);
    }
    await withoutScript(browser, place);
  }
} finally {
  await browser.close();
}
for (const failure of failures) console.error(`FAILED ${failure}`);
process.exit(failures.length > 0 ? 1 : 0);
