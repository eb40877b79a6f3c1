// A browser for tests: chromedriver over its plain HTTP interface (WebDriver), nothing else needed than Node.

import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Starts chromedriver and a headless Chromium of 1440 by 900. */
export async function open() {
  const profile = mkdtempSync(join(tmpdir(), "regauge-browser-"));
  const driver = spawn("chromedriver", ["--port=0"], { stdio: ["ignore", "pipe", "ignore"] });
  const port = await new Promise((resolve, reject) => {
    let said = "";
    driver.on("error", reject);
    driver.on("exit", (code) => reject(new Error(`chromedriver left with ${code}`)));
    driver.stdout.on("data", (text) => {
      said += text;
      const found = /successfully on port (\d+)/.exec(said);
      if (found) resolve(Number(found[1]));
    });
  });
  const call = async (method, path, body) => {
    const answer = await fetch(`http://127.0.0.1:${port}${path}`, {
      method,
      body: method === "POST" ? JSON.stringify(body ?? {}) : undefined,
    });
    const { value } = await answer.json();
    if (!answer.ok) throw new Error(`${path}: ${value.message}`);
    return value;
  };
  const { sessionId } = await call("POST", "/session", {
    capabilities: {
      alwaysMatch: {
        browserName: "chrome",
        "goog:loggingPrefs": { browser: "ALL", performance: "ALL" },
        "goog:chromeOptions": {
          args: [
            "--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
            "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage", "--hide-scrollbars",
            `--user-data-dir=${profile}`, "--window-size=1440,900",
          ],
        },
      },
    },
  });
  const session = `/session/${sessionId}`;
  const post = (path, body) => call("POST", session + path, body);
  return {
    post,
    goTo: (url) => post("/url", { url }),
    /** Loads the page again and waits until it is there; a reload from within the page returns while the old one still stands. */
    reload: () => post("/refresh"),
    /** Runs the body of a function in the page. */
    run: (script, ...args) => post("/execute/sync", { script, args }),
    /** Waits until what was begun is painted. */
    settled: () => post("/execute/async", {
      script: "const done = arguments[0]; requestAnimationFrame(() => requestAnimationFrame(() => done()));", args: [],
    }),
    cdp: (cmd, params = {}) => post("/goog/cdp/execute", { cmd, params }),
    log: (type) => post("/se/log", { type }),
    /** Presses keys one after the other, wherever the focus is. */
    keys: (text) => post("/actions", {
      actions: [{
        type: "key", id: "keys",
        actions: [...text].flatMap((value) => [{ type: "keyDown", value }, { type: "keyUp", value }]),
      }],
    }),
    /** Moves the mouse through points; `down`: its button is held from the first to the last. */
    mouse: (points, down = false) => {
      const moves = points.map(([x, y]) => ({ type: "pointerMove", duration: 20, x: Math.round(x), y: Math.round(y) }));
      if (down) moves.splice(1, 0, { type: "pointerDown", button: 0 });
      if (down) moves.push({ type: "pointerUp", button: 0 });
      return post("/actions", { actions: [{ type: "pointer", id: "mouse", parameters: { pointerType: "mouse" }, actions: moves }] });
    },
    async close() {
      await call("DELETE", session).catch(() => undefined);
      driver.removeAllListeners("exit");
      const gone = new Promise((resolve) => driver.on("exit", resolve));
      driver.kill();
      await gone;
      rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/** Keys without a letter. */
export const KEY = { tab: "\uE004", enter: "\uE007", escape: "\uE00C", left: "\uE012", up: "\uE013", right: "\uE014", down: "\uE015" };
