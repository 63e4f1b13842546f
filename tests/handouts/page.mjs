// Drives a browser without a network through handouts as pages: nothing is asked for, nothing is complained of, all works by keyboard.
//   node page.mjs MODULES BROWSER OUT PAGE.html...
// MODULES has playwright-core and axe-core. Writes OUT/NAME-*.png and OUT/NAME.pdf, to be looked at. Fails at the first thing that is wrong.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

const [modules, executablePath, out, ...pages] = process.argv.slice(2);
const require = createRequire(join(modules, "package.json"));
const { chromium } = require("playwright-core");
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");

const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });

// A tab in which a request or a complaint is a fault.
async function opened(path, options = {}) {
  const context = await browser.newContext({ offline: true, viewport: { width: 1280, height: 720 }, ...options });
  const page = await context.newPage();
  const url = pathToFileURL(resolve(path)).href;
  const faults = [];
  page.on("request", (request) => request.url().split("#")[0] === url || faults.push(`request: ${request.url()}`));
  page.on("console", (message) => faults.push(`console: ${message.text()}`));
  page.on("pageerror", (error) => faults.push(`error: ${error.message}`));
  page.on("dialog", (dialog) => { faults.push(`dialog: ${dialog.message()}`); dialog.dismiss(); });
  await page.goto(url);
  return { page, context, faults };
}

// The rules of WCAG 2.1 A and AA and of good practice. The browser's tool puts the script in, not the page: its policy stands.
async function violations(page) {
  await page.evaluate(axe);
  await page.waitForTimeout(250);
  const { violations } = await page.evaluate(() => axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] }));
  return violations.filter(({ impact }) => impact === "serious" || impact === "critical").map(({ id, nodes }) => `${id}: ${nodes.map(({ html, failureSummary }) => `${html} ${failureSummary}`).join("\n  ")}`);
}

const shown = (page) => page.evaluate(() => [...document.querySelectorAll(".scene:not([hidden])")].map(({ id }) => id));
const focus = (page) => page.evaluate(() => document.activeElement.id || document.activeElement.className || document.activeElement.tagName);

async function drive(path) {
  const name = basename(path, ".html");
  const { page, context, faults } = await opened(path);
  const scenes = await page.$$eval(".scene", (all) => all.map(({ id }) => id));
  const heading = await page.$$eval(".scene", (all) => all.map(({ dataset }) => dataset.told));
  const isAt = async (n) => {
    assert.deepEqual(await shown(page), [scenes[n]]);
    assert.equal(await page.evaluate(() => location.hash || null), n === 0 && !(await page.evaluate(() => location.hash)) ? null : `#${scenes[n]}`);
  };
  await isAt(0);

  // Between scenes.
  for (const [key, n] of [["ArrowRight", 1], ["PageDown", 2], ["ArrowLeft", 1], ["PageUp", 0], ["PageUp", 0], ["End", scenes.length - 1], ["ArrowRight", scenes.length - 1], ["Home", 0]]) {
    await page.keyboard.press(key);
    await isAt(n);
  }
  for (let n = 1; n < scenes.length; n += 1) {
    await page.keyboard.press("ArrowRight");
    assert.equal(await page.textContent("#told"), heading[n], "the live region tells the scene");
    assert.deepEqual(await violations(page), [], scenes[n]);
    await page.screenshot({ path: join(out, `${name}-${n + 1}.png`) });
  }
  await page.keyboard.press("Home");
  await page.screenshot({ path: join(out, `${name}-1.png`) });

  // By keyboard alone from the top: everything that can be pressed is reached and shows that it has the keyboard; the end leads out again.
  const n = await page.$$eval(".scene", (all) => all.findIndex((scene) => scene.querySelector("button.pin")));
  for (let step = 0; step < n; step += 1) await page.keyboard.press("ArrowRight");
  await page.evaluate(() => document.activeElement.blur());
  const reached = new Set();
  for (let step = 0; step < 60; step += 1) {
    await page.keyboard.press("Tab");
    if (await page.evaluate(() => document.activeElement === document.body)) break;
    reached.add(await focus(page));
    const outline = await page.evaluate(() => getComputedStyle(document.activeElement).outlineStyle);
    assert.notEqual(outline, "none", `${await focus(page)} does not show that it has the keyboard`);
  }
  const pin = await page.$eval(`#${scenes[n]} button.pin`, ({ id }) => id);
  for (const id of ["skip", "contents-button", "previous", "next", "colours", pin, "all scripted"]) assert(reached.has(id), `${id} is not reached: ${[...reached]}`);

  // Evidence from a pin and back.
  await page.focus(`#${pin}`);
  await page.keyboard.press("Enter");
  const folded = (await page.getAttribute(`#${pin}`, "aria-controls")).split(" ")[0];
  assert.equal(await page.getAttribute(`#${pin}`, "aria-expanded"), "true");
  assert(await page.isVisible(`#${folded} blockquote`), "the excerpt is seen");
  assert.equal(await page.evaluate((id) => document.activeElement.closest(".endnote").contains(document.getElementById(id)), folded), true);
  await page.waitForTimeout(250);
  await page.screenshot({ path: join(out, `${name}-evidence.png`) });
  assert.deepEqual(await violations(page), [], "with evidence open");
  await page.keyboard.press("Escape");
  assert.equal(await focus(page), pin, "Escape gives the keyboard back to the pin");
  assert.equal(await page.getAttribute(`#${folded}`, "hidden"), "until-found");
  assert.equal(await page.locator(`#${scenes[n]} .all`).getAttribute("aria-pressed"), "false");
  await page.click(`#${scenes[n]} .all`);
  assert.equal(await page.$$eval(`#${scenes[n]} .endnote .folded[hidden]`, (all) => all.length), 0);

  // Contents.
  await page.focus("#contents-button");
  await page.keyboard.press("Enter");
  await page.waitForTimeout(50);
  assert.equal(await page.evaluate(() => document.activeElement.getAttribute("aria-current")), "true");
  await page.screenshot({ path: join(out, `${name}-contents.png`) });
  assert.deepEqual(await violations(page), [], "with the contents open");
  await page.keyboard.press("Escape");
  assert.equal(await focus(page), "contents-button");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Shift+Tab");
  await page.keyboard.press("Enter");

  // Colours.
  for (const isDark of ["true", "false"]) {
    await page.click("#colours");
    assert.equal(await page.getAttribute("#colours", "aria-pressed"), isDark);
  }
  await page.pdf({ path: join(out, `${name}.pdf`), preferCSSPageSize: true, format: "A4" });
  assert.deepEqual(faults, []);
  await context.close();

  // Dark, on a telephone, at double size of type, without a script.
  for (const [kind, options] of [
    ["dark", { colorScheme: "dark" }],
    ["phone", { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 }],
    ["zoomed", { viewport: { width: 640, height: 360 }, deviceScaleFactor: 2 }],
    ["plain", { javaScriptEnabled: false }],
  ]) {
    const { page, context, faults } = await opened(path, options);
    if (kind === "plain") {
      assert.deepEqual(await page.locator(".scene:visible").count(), scenes.length);
      assert.deepEqual(await page.locator(".statements:visible").count(), await page.locator(".statements").count());
      assert.equal(await page.locator("button:visible").count(), 0, "nothing to press that does nothing");
      await page.screenshot({ path: join(out, `${name}-${kind}.png`), fullPage: true });
    } else {
      for (let step = 0; step < n; step += 1) await page.keyboard.press("ArrowRight");
      await page.waitForTimeout(250);
      await page.screenshot({ path: join(out, `${name}-${kind}.png`) });
      assert(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `${kind}: nothing stands out to the side`);
      await page.click(`#${pin}`);
      await page.waitForTimeout(250);
      await page.screenshot({ path: join(out, `${name}-${kind}-evidence.png`) });
      assert(await page.locator(`#${folded} blockquote`).first().isVisible());
      assert.deepEqual(await violations(page), [], kind);
      await page.keyboard.press("End");
      await page.waitForTimeout(250);
      await page.screenshot({ path: join(out, `${name}-${kind}-sources.png`) });
    }
    assert.deepEqual(faults, []);
    await context.close();
  }
  console.log(`${name}: ${scenes.length} parts, ${reached.size} stops of the keyboard, no request, no complaint, nothing serious from axe`);
}

try {
  for (const path of pages) await drive(path);
} finally {
  await browser.close();
}
