// The page in a real browser: node tests/browser/page.mjs REGAUGE DIRECTORY
//
// Plans ready-made instances with the program REGAUGE, writes their pages into DIRECTORY and looks at them in a headless
// Chromium: no errors, no network, languages, search, following, the box with the plan's times, keys alone, print.

import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { KEY, open } from "./driver.mjs";

const [regauge, directory] = process.argv.slice(2);
const DAYS = ["s", "l+", "xl", "irun"];
const LARGEST = 2 << 20;

let failures = 0;
const check = (holds, what) => {
  if (!holds) {
    failures += 1;
    console.log(`  FAILED: ${what}`);
  }
};
const equal = (found, wanted, what) => {
  const [a, b] = [JSON.stringify(found) ?? "nothing", JSON.stringify(wanted) ?? "nothing"];
  check(a === b, `${what}: ${a.slice(0, 400)} instead of ${b.slice(0, 400)}`);
};

/** Runs the program; trains left out are an answer too. */
function run(...args) {
  try {
    execFileSync(regauge, args, { stdio: ["ignore", "ignore", "inherit"] });
  } catch (error) {
    if (error.status !== 1) throw error;
  }
}

/** A page and the plan it shows. */
function make(day) {
  const name = day.replace("+", "-plus");
  const [plan, page] = [join(directory, `${name}.json`), join(directory, `${name}.html`)];
  run("plan", "--demo", day, "--work", "0.1", "--quiet", "-o", plan);
  run("report", "--demo", day, plan, "-o", page);
  return { plan: JSON.parse(readFileSync(plan, "utf8")), url: pathToFileURL(page).href, size: readFileSync(page).length, page };
}

/** The times of a train in the plan file, as the box should have them: start and end of events and waits, as on the clock. */
function timesOf(train) {
  const spans = [...(train.events ?? []), ...(train.waits ?? [])].map(({ from, to }) => [from, to]);
  spans.sort((a, b) => Date.parse(a[0]) - Date.parse(b[0]) || Date.parse(a[1]) - Date.parse(b[1]));
  // 2023-11-15T18:00:00+08:00 is 18:00 wherever it is read.
  return spans.map(([from, to]) => `${from.slice(11, 16)}–${to.slice(11, 16)}`);
}

const boxTimes = (browser) => browser.run(`
  const box = document.getElementById("box");
  if (box.hidden) return null;
  return { train: box.dataset.train, times: [...box.querySelectorAll("table:not(.later) tr td:first-child")].map((td) => td.textContent.slice(-11)) };`);

async function checkErrors(browser, url) {
  const severe = (await browser.log("browser")).filter(({ level }) => level !== "DEBUG" && level !== "INFO");
  equal(severe, [], "messages on the console");
  const asked = (await browser.log("performance"))
    .map(({ message }) => JSON.parse(message).message)
    .filter(({ method }) => method === "Network.requestWillBeSent")
    .map(({ params }) => params.request.url)
    .filter((asked) => !asked.startsWith("data:") && asked !== url);
  equal([...new Set(asked)], [], "requests");
}

/** What holds in either language, on the screen. */
async function checkScreen(browser, language) {
  const found = await browser.run(`
    const wrong = { wide: 0, hidden: [], outside: [], unnamed: [], pale: [] };
    wrong.wide = document.documentElement.scrollWidth - innerWidth;
    const seen = (one) => one.getClientRects().length > 0;
    for (const one of document.querySelectorAll(arguments[0] === "zh" ? ".en" : ".zh")) {
      if (seen(one)) { wrong.hidden.push(one.textContent); break; }
    }
    for (const svg of document.querySelectorAll(".view svg")) {
      const { width, height, x, y } = svg.viewBox.baseVal;
      for (const text of svg.querySelectorAll("text")) {
        if (!text.getClientRects().length) continue;
        const box = text.getBBox(), to = text.getCTM(), of = svg.getCTM();
        const left = (to.a * box.x + to.e - of.e) / of.a, right = (to.a * (box.x + box.width) + to.e - of.e) / of.a;
        if (Math.abs(to.b) > 1e-6) continue;
        if (left < x - 1 || right > x + width + 1) wrong.outside.push(text.textContent + " " + left.toFixed() + " " + right.toFixed());
      }
    }
    for (const one of document.querySelectorAll("button,input,nav,.view,a")) {
      if (seen(one) && !(one.getAttribute("aria-label") || one.textContent.trim())) wrong.unnamed.push(one.outerHTML.slice(0, 80));
    }
    // Contrast of the text of the page against the colour behind it (WCAG AA: 4.5 to 1).
    const channels = (colour) => colour.match(/[\\d.]+/g).map(Number);
    const light = (rgb) => rgb.slice(0, 3).map((c) => c / 255).map((c) => (c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4))
      .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
    for (const one of document.querySelectorAll("body *:not(svg *):not(script)")) {
      if (!seen(one) || ![...one.childNodes].some((node) => node.nodeType === 3 && node.data.trim())) continue;
      let back = one;
      while (back && (channels(getComputedStyle(back).backgroundColor)[3] ?? 1) < 1) back = back.parentElement;
      const [a, b] = [light(channels(getComputedStyle(one).color)), light(back ? channels(getComputedStyle(back).backgroundColor) : [255, 255, 255])];
      const contrast = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
      if (contrast < 4.5) wrong.pale.push(one.className + " " + one.textContent.slice(0, 30) + " " + contrast.toFixed(2));
    }
    return wrong;`, language);
  check(found.wide <= 0, `${language}: ${found.wide} px wider than the window`);
  equal(found.hidden, [], `${language}: texts of the other language in sight`);
  equal(found.outside, [], `${language}: texts outside of their chart`);
  equal(found.unnamed, [], `${language}: things without a name`);
  equal(found.pale.slice(0, 5), [], `${language}: texts too pale`);
}

async function checkLanguages(browser) {
  const now = () => browser.run(`return [document.documentElement.lang, document.title, document.querySelector("h1").innerText,
    document.querySelector(".view")?.getAttribute("aria-label") ?? "", document.getElementById("q").placeholder]`);
  const english = await now();
  equal(english[0], "en", "language at first");
  await checkScreen(browser, "en");
  await browser.run(`document.getElementById("lang").click()`);
  const chinese = await now();
  equal(chinese[0], "zh-CN", "language after the switch");
  english.slice(1).forEach((text, index) => check(text !== chinese[index + 1] || text === "", `“${text}” is the same in both languages`));
  await checkScreen(browser, "zh");
  await browser.reload();
  equal((await now())[0], "zh-CN", "language after loading again");
  await browser.run(`document.getElementById("lang").click()`);
  equal(await now(), english, "texts after switching back");
}

async function checkSearch(browser, plan) {
  const followed = () => browser.run(`return document.documentElement.dataset.followed ?? null`);
  const wanted = plan.trains[Math.floor(plan.trains.length / 2)].id;
  await browser.keys("/");
  await browser.keys(wanted + KEY.enter);
  equal(await followed(), wanted, "train found by its number");
  const marks = await browser.run(`
    const number = JSON.parse(document.getElementById("plan").textContent).trains.findIndex(([name]) => name === arguments[0]);
    const opacity = (one) => Number(getComputedStyle(one).opacity);
    const own = [...document.querySelectorAll('[data-t="' + number + '"]')].filter((one) => one.getClientRects().length);
    const others = [...document.querySelectorAll('[data-t]:not([data-t="' + number + '"])')].filter((one) => one.getClientRects().length);
    const places = [...document.querySelectorAll(".view")].map((view) => [view, view.querySelector('[data-t="' + number + '"]')]);
    const inSight = places.every(([view, bar]) => {
      if (!bar) return true;
      const a = view.getBoundingClientRect(), b = bar.getBoundingClientRect();
      return b.right > a.left && b.left < a.right && b.bottom > a.top && b.top < a.bottom;
    });
    return { own: own.length, clear: own.every((one) => opacity(one) === 1), dim: others.every((one) => opacity(one) < 0.5), inSight };`, wanted);
  check(marks.own > 0 && marks.clear, `${wanted} is not marked everywhere`);
  check(marks.dim, "other trains are not dimmed");
  check(marks.inSight, `${wanted} is out of sight in a chart`);
  await browser.keys(KEY.escape);
  equal(await followed(), null, "train followed after Escape");
  // Enter again and again goes through all hits.
  const part = wanted.slice(0, -1);
  const hits = plan.trains.filter(({ id }) => id.toLowerCase().includes(part.toLowerCase())).length;
  await browser.keys("/");
  await browser.keys(part);
  const seen = new Set();
  for (let index = 0; index < hits; index += 1) {
    await browser.keys(KEY.enter);
    seen.add(await followed());
  }
  equal(seen.size, hits, `hits of “${part}” gone through`);
  await browser.keys(KEY.escape);
}

/** A point of the window that lies on a bar of a train, and which train it is. */
const aBar = (browser, skip) => browser.run(`
  const view = document.querySelector(".view");
  view.scrollIntoView({ block: "center", behavior: "instant" });
  const found = [];
  const trainAt = (x, y) => document.elementFromPoint(x, y)?.closest("[data-t]")?.dataset.t;
  for (const shape of view.querySelectorAll("[data-t] *, [data-t]:not(:has(*))")) {
    const box = shape.getBoundingClientRect(), train = shape.closest("[data-t]").dataset.t;
    const [x, y] = [Math.round(box.left + box.width / 2), Math.round(box.top + box.height / 2)];
    if (box.width < 6 || box.height < 6 || x < 1 || y < 1 || x > innerWidth - 60 || y > innerHeight - 2) continue;
    if (trainAt(x, y) === train && trainAt(x - 1, y) === train) found.push([x, y, Number(train)]);
  }
  const data = JSON.parse(document.getElementById("plan").textContent);
  const one = found[Math.floor(found.length * arguments[0])];
  return one && [one[0], one[1], data.trains[one[2]][0]];`, skip);

async function checkBox(browser, plan) {
  for (const share of [0.1, 0.5, 0.9]) {
    const bar = await aBar(browser, share);
    check(bar, "no bar of a train can be pointed at");
    if (!bar) return;
    const [x, y, train] = bar;
    await browser.mouse([[x - 1, y], [x, y]]);
    const shown = await boxTimes(browser);
    equal(shown?.train, train, "train in the box");
    equal(shown?.times, timesOf(plan.trains.find(({ id }) => id === train)), `times of ${train}`);
  }
  const [x, y, train] = await aBar(browser, 0.5);
  await browser.mouse([[x, y], [x, y]], true);
  equal(await browser.run(`return document.documentElement.dataset.followed`), train, "train followed by a click");
  await browser.keys(KEY.escape);
  await browser.mouse([[2, 300]]);
  equal(await boxTimes(browser), null, "box away from bars");
}

async function checkKeys(browser, plan) {
  const focus = () => browser.run(`const one = document.activeElement;
    return one.className?.baseVal === undefined && one.matches(".view") ? "view" : one.matches(".skip") ? "skip" : one.closest("[data-t]") ? "bar" : one.tagName`);
  // Whatever was clicked before is where Tab goes on.
  await browser.reload();
  await browser.keys(KEY.tab);
  equal(await focus(), "skip", "first stop of Tab");
  for (let count = 0; count < 40 && (await focus()) !== "view"; count += 1) await browser.keys(KEY.tab);
  equal(await focus(), "view", "a chart reached by Tab");
  const state = () => browser.settled().then(() => browser.run(`const view = document.querySelector(".view");
    const frame = view.querySelector(".frame"), axis = view.querySelector(".axis"), a = view.getBoundingClientRect();
    return { zoom: Number(view.dataset.zoom), left: view.scrollLeft, width: view.scrollWidth - view.clientWidth,
      corner: !!document.elementFromPoint(a.left + 5, a.top + 5)?.closest("[aria-hidden]"),
      frame: frame.getBoundingClientRect().left - a.left, axis: axis.getBoundingClientRect().top - a.top }`));
  const before = await state();
  await browser.keys("+++");
  const zoomed = await state();
  check(zoomed.zoom > before.zoom * 1.5, "plus does not zoom");
  await browser.keys(KEY.right.repeat(4) + KEY.down.repeat(2));
  const moved = await state();
  check(moved.left > zoomed.left || zoomed.left >= zoomed.width, "the arrow does not pan");
  check(Math.abs(moved.frame - zoomed.frame) < 2 && moved.frame > -3 * moved.zoom, `labels of rows leave the view: ${moved.frame}`);
  check(moved.axis > -3 * moved.zoom, `hours leave the view: ${moved.axis}`);
  check(moved.corner, "names of rows stand over those of hours");
  await browser.keys("0");
  check((await state()).width <= 2, "0 does not fit the width");
  await browser.keys("1");
  await browser.keys("n");
  equal(await focus(), "bar", "focus after N");
  const shown = await boxTimes(browser);
  const first = plan.trains.find(({ id }) => id === shown?.train);
  equal(shown?.times, first && timesOf(first), "times in the box of the bar in focus");
  await browser.keys("n" + KEY.enter);
  const second = await browser.run(`return document.documentElement.dataset.followed`);
  check(second && second !== shown?.train, "Enter does not follow the train in focus");
  await browser.keys(KEY.escape);
  equal(await focus(), "view", "focus after Escape");
  // The mouse drags.
  const start = await state();
  const place = await browser.run(`const view = document.querySelector(".view"); view.scrollIntoView({ block: "center", behavior: "instant" });
    const a = view.getBoundingClientRect(); return [a.left + a.width - 200, Math.min(a.bottom, innerHeight) - 30]`);
  await browser.mouse([place, [place[0] - 60, place[1]], [place[0] - 120, place[1]]], true);
  const dragged = await state();
  check(dragged.left !== start.left || start.width <= 0 || start.left >= start.width, "dragging does not pan");
}

/** Pages of A3 in landscape, as many as the page says, and nothing cut on any. */
async function checkPrint(browser) {
  const leaves = await browser.run(`return Number(document.documentElement.dataset.leaves)`);
  const { data } = await browser.cdp("Page.printToPDF", { preferCSSPageSize: true, printBackground: true });
  const pdf = Buffer.from(data, "base64").toString("latin1");
  const pages = pdf.match(/\/Type\s*\/Page\b(?!s)/g)?.length ?? 0;
  equal(pages, leaves, "pages of the print-out");
  const sizes = new Set((pdf.match(/\/MediaBox\s*\[[^\]]*\]/g) ?? []).map((box) => box.match(/[\d.]+/g).slice(-2).map((n) => Math.round(n / 72 * 25.4)).join("x")));
  equal([...sizes], ["420x297"], "sizes of its pages in mm");
  await browser.cdp("Emulation.setEmulatedMedia", { media: "print" });
  await browser.cdp("Emulation.setDeviceMetricsOverride", { width: 1512, height: 1045, deviceScaleFactor: 1, mobile: false });
  for (const language of ["en", "zh"]) {
    const cut = await browser.run(`
      document.documentElement.lang = arguments[0];
      const cut = [];
      for (const leaf of document.querySelectorAll(".leaf")) {
        const number = leaf.querySelector(".number").textContent, a = leaf.getBoundingClientRect();
        for (const part of leaf.querySelectorAll(".running,.column,table,svg")) {
          const b = part.getBoundingClientRect();
          if (b.bottom > a.bottom + 0.5 || b.right > a.right + 0.5) cut.push(number + " " + part.tagName + " ends at " + (b.right - a.left).toFixed() + " " + (b.bottom - a.top).toFixed());
        }
        for (const cell of leaf.querySelectorAll("td,th,.running")) {
          if (cell.scrollWidth > cell.clientWidth + 1) cut.push(number + " “" + cell.innerText + "” " + cell.scrollWidth + " in " + cell.clientWidth);
        }
      }
      return cut;`, language);
    equal(cut.slice(0, 5), [], `${language}: cut in print`);
  }
  await browser.cdp("Emulation.clearDeviceMetricsOverride");
  await browser.cdp("Emulation.setEmulatedMedia", { media: "" });
  return leaves;
}

/** A stage plan is a page like any other. */
async function checkStage(browser) {
  const [plan, page] = [join(directory, "l-plus.json"), join(directory, "stage.html")];
  run("report", "--demo", "l+", plan, "-o", page, "--stage", "4", "--from", "03:10");
  const url = pathToFileURL(page).href;
  await browser.log("performance");
  await browser.goTo(url);
  await checkLanguages(browser);
  await checkBox(browser, JSON.parse(readFileSync(plan, "utf8")));
  check(await browser.run(`return document.querySelectorAll("#stage tr[data-t]").length > 0 && !!document.querySelector(".view .now")`),
    "the stage plan has no rows or no now-line");
  // A small window: what does not fit is scrolled in its place, not the page.
  await browser.post("/window/rect", { width: 800, height: 700 });
  check((await browser.run(`return document.documentElement.scrollWidth - innerWidth`)) <= 0, "wider than a small window");
  await browser.post("/window/rect", { width: 1440, height: 900 });
  const leaves = await checkPrint(browser);
  await checkErrors(browser, url);
  console.log(`stage plan: ${leaves} leaves of A3 (${page})`);
}

/** The text of names that would like to be more. */
const HOSTILE = `</script><script>window.hacked = 1</script><img src=x onerror="window.hacked = 2">"'&lt;`;

/** A page of an instance whose names carry markup: it stays text. */
async function checkNames(browser) {
  const [instance, plan, page] = ["hostile.json", "hostile-plan.json", "hostile.html"].map((name) => join(directory, name));
  const file = JSON.parse(execFileSync(regauge, ["generate", "s"], { encoding: "utf8" }));
  const spoil = (value) => {
    for (const [key, field] of Object.entries(value)) {
      if (key === "name" && typeof field === "string") value[key] = field + HOSTILE;
      else if (field && typeof field === "object") spoil(field);
    }
  };
  spoil(file);
  writeFileSync(instance, JSON.stringify(file));
  run("plan", instance, "--work", "0", "--quiet", "-o", plan);
  run("report", instance, plan, "-o", page);
  const url = pathToFileURL(page).href;
  await browser.goTo(url);
  await browser.keys("/X80" + KEY.enter);
  const found = await browser.run(`return [window.hacked ?? null, document.images.length, document.scripts.length, document.querySelector("h1").textContent.includes("<img")]`);
  equal(found, [null, 0, 2, true], "names with markup: script run, images, scripts, name shown");
  await checkErrors(browser, url);
}

const browser = await open();
try {
  // What the browser shows at its start is not ours.
  await browser.goTo("about:blank");
  await browser.log("performance");
  await checkNames(browser);
  for (const day of DAYS) {
    const { plan, url, size, page } = make(day);
    await browser.goTo("about:blank");
    await browser.log("performance");
    await browser.goTo(url);
    await browser.run(`try { localStorage.clear() } catch {}`);
    await browser.reload();
    check(size <= LARGEST, `${day}: ${size} bytes`);
    await checkLanguages(browser);
    await checkSearch(browser, plan);
    await checkBox(browser, plan);
    await checkKeys(browser, plan);
    const leaves = await checkPrint(browser);
    await checkErrors(browser, url);
    // Told, not judged: a machine may be busy.
    await browser.goTo("about:blank");
    await browser.goTo(url);
    let [paint, load] = [null, null];
    for (let tries = 0; paint === null && tries < 50; tries += 1) {
      await browser.settled();
      [paint, load] = await browser.run(`return [performance.getEntriesByType("paint").find(({ name }) => name === "first-contentful-paint")?.startTime ?? null,
        performance.getEntriesByType("navigation")[0].loadEventEnd]`);
    }
    const charts = await browser.run(`return document.querySelectorAll(".view svg").length`);
    console.log(`${day}: ${(size / 1024).toFixed()} KiB, ${charts} charts, ${leaves} leaves of A3, first paint after ${paint === null ? "?" : Math.round(paint)} ms, loaded after ${Math.round(load)} ms (${page})`);
  }
  await checkStage(browser);
} finally {
  await browser.close();
}
if (failures) {
  console.log(`${failures} failures`);
  process.exit(1);
}
