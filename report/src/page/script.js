// What the page does beyond showing itself: language, search, following a train, the box with its times, zoom and pan.
(() => {
  "use strict";
  const $ = (id) => document.getElementById(id);
  const root = document.documentElement;
  const data = JSON.parse($("plan").textContent);
  const box = $("box");
  const views = [...document.querySelectorAll(".view")];
  const isZh = () => root.lang.startsWith("zh");
  const say = (text) => (Array.isArray(text) ? text[isZh() ? 0 : 1] : text);
  const text = (number) => say(data.texts[number]);
  const fill = (pattern, ...values) => values.reduce((line, value) => line.replace("{}", value), pattern);

  // Language. The store may be forbidden, as for files on some systems; then the page begins as it was written.
  const KEY = "regauge-language";
  const setLanguage = (lang) => {
    root.lang = lang;
    const key = isZh() ? "zh" : "en";
    for (const one of document.querySelectorAll("[data-aria-zh]")) {
      one.setAttribute("aria-label", one.dataset[isZh() ? "ariaZh" : "ariaEn"]);
      if (one.tagName === "BUTTON") one.title = one.dataset[isZh() ? "ariaZh" : "ariaEn"];
    }
    $("q").placeholder = $("q").dataset[isZh() ? "hintZh" : "hintEn"];
    document.title = document.querySelector("title").dataset[key];
    showHits();
    if (!box.hidden && shown !== null) fillBox(shown);
  };

  // Times of the plan: minutes from its start, on the clock of its offset.
  const at = (minute) => new Date((data.start + data.offset + minute * 60) * 1000);
  const two = (number) => String(number).padStart(2, "0");
  const clock = (minute) => `${two(at(minute).getUTCHours())}:${two(at(minute).getUTCMinutes())}`;
  const day = (minute) => `${two(at(minute).getUTCMonth() + 1)}-${two(at(minute).getUTCDate())}`;

  // The box.
  let shown = null;
  const element = (name, content, className) => {
    const made = document.createElement(name);
    if (content !== undefined) made.textContent = content;
    if (className) made.className = className;
    return made;
  };
  const fillBox = (train) => {
    const [name, line, events, waits, reason, later] = data.trains[train];
    const head = element("div");
    head.append(element("b", name), " ", element("span", text(line)));
    const note = reason === null ? say(followed === train ? data.words.following : data.words.follow)
      : `${say(data.words.notPlanned)} · ${text(reason)}`;
    const table = element("table");
    const rows = events.map((event) => [...event, false]).concat(waits.map((wait) => [...wait, true]));
    rows.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
    let last = null;
    for (const [from, to, rake, what, isWait] of rows) {
      const row = element("tr", undefined, isWait ? "wait" : "");
      row.dataset.from = from;
      row.dataset.to = to;
      const date = day(from);
      row.append(
        element("td", `${date === last ? "" : date + " "}${clock(from)}–${clock(to)}`),
        element("td", text(rake)),
        element("td", text(what)));
      last = date;
      table.append(row);
    }
    box.replaceChildren(head, element("p", note), table);
    if (later.length) {
      const causes = element("table", undefined, "later");
      for (const [minutes, cause] of later) {
        const row = element("tr");
        row.append(element("td", minutes), element("td", text(cause)));
        causes.append(row);
      }
      const sum = later.reduce((sum, [minutes]) => sum + minutes, 0);
      box.append(element("p", fill(say(data.words.laterBy), sum)), causes);
    }
    box.dataset.train = name;
  };
  const showBox = (train, x, y) => {
    if (shown !== train || box.hidden) {
      shown = train;
      fillBox(train);
    }
    box.hidden = false;
    const { width, height } = box.getBoundingClientRect();
    const left = x + 18 + width > innerWidth ? x - width - 18 : x + 18;
    box.style.left = `${Math.max(4, left)}px`;
    box.style.top = `${Math.max(4, Math.min(y + 14, innerHeight - height - 4))}px`;
  };
  const hideBox = () => {
    box.hidden = true;
    shown = null;
  };
  addEventListener("scroll", hideBox, { passive: true });
  const trainOf = (target) => {
    const owner = target instanceof Element ? target.closest("[data-t]") : null;
    return owner && data.trains[owner.dataset.t] ? Number(owner.dataset.t) : null;
  };
  document.addEventListener("pointermove", (event) => {
    if (event.pointerType === "touch" || held) return;
    const train = event.target.closest && event.target.closest(".view") ? trainOf(event.target) : null;
    if (train === null) {
      if (!box.hidden && !document.activeElement.closest("svg [data-t]")) hideBox();
    } else showBox(train, event.clientX, event.clientY);
  });
  document.addEventListener("focusin", (event) => {
    const train = event.target.closest("svg") ? trainOf(event.target) : null;
    if (train === null) return hideBox();
    const place = firstShape(event.target).getBoundingClientRect();
    showBox(train, Math.min(place.left + 30, innerWidth - 40), place.bottom - 8);
  });

  /** Of all that belongs to a train in a chart what comes first in time. */
  const firstShape = (group) => {
    let [first, left] = [group, Infinity];
    for (const shape of group.querySelectorAll("path,rect,line,polyline")) {
      const place = shape.getBoundingClientRect();
      if (place.width + place.height > 0 && place.left < left) [first, left] = [shape, place.left];
    }
    return first;
  };

  // Following: one rule dims whatever belongs to other trains.
  let followed = null;
  const rule = document.createElement("style");
  document.head.append(rule);
  const follow = (train) => {
    followed = train;
    root.classList.toggle("following", train !== null);
    if (train === null) {
      rule.textContent = "";
      delete root.dataset.followed;
    } else {
      root.dataset.followed = data.trains[train][0];
      rule.textContent =
        `@media screen{.view [data-t]:not([data-t="${train}"]){opacity:.18}` +
        `tr[data-t]:not([data-t="${train}"]){opacity:.3}` +
        `tr[data-t="${train}"] td{background:#fff3c4!important}}`;
    }
    if (!box.hidden && shown !== null) fillBox(shown);
  };
  document.addEventListener("click", (event) => {
    if (dragged || !event.target.closest || event.target.closest("a,button,input")) return;
    const train = trainOf(event.target);
    if (train === null) return;
    follow(followed === train ? null : train);
    // A finger cannot point without tapping.
    if (event.pointerType === "touch" && event.target.closest(".view")) showBox(train, event.clientX, event.clientY);
  });

  // Search.
  let hits = [];
  let hit = -1;
  const showHits = () => {
    const asked = $("q").value.trim();
    $("hits").textContent = !asked ? "" : !hits.length ? say(data.words.noHits)
      : hit < 0 ? `${hits.length}` : fill(say(data.words.hits), hit + 1, hits.length);
  };
  const find = () => {
    const asked = $("q").value.trim().toLowerCase();
    hits = asked ? data.trains.map((_, index) => index).filter((index) => data.trains[index][0].toLowerCase().includes(asked)) : [];
    // What begins with it, or is it, first.
    const rank = (index) => {
      const name = data.trains[index][0].toLowerCase();
      return name === asked ? 0 : name.startsWith(asked) ? 1 : 2;
    };
    hits.sort((a, b) => rank(a) - rank(b) || a - b);
    hit = -1;
    showHits();
  };
  $("q").addEventListener("input", find);
  $("search").addEventListener("submit", (event) => event.preventDefault());
  const goTo = (train) => {
    follow(train);
    let first = null;
    for (const view of views) {
      const bar = view.querySelector(`[data-t="${train}"]`);
      if (!bar) continue;
      first = first || view;
      reveal(view, firstShape(bar));
    }
    const place = first || document.querySelector(`tr[data-t="${train}"]`);
    if (place) place.scrollIntoView({ block: first ? "nearest" : "center" });
  };
  $("q").addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    if (!hits.length) find();
    if (!hits.length) return;
    hit = (hit + (event.shiftKey ? hits.length - 1 : 1) + (hit < 0 && event.shiftKey ? 1 : 0)) % hits.length;
    showHits();
    goTo(hits[hit]);
  });

  // Charts: a chart grows as a whole inside its view; what labels its rows and hours moves along with what is seen.
  const LEAST = 0.2, MOST = 6;
  const state = new Map();
  const setUp = (view) => {
    const svg = view.querySelector("svg");
    const size = { w: Number(svg.getAttribute("width")), h: Number(svg.getAttribute("height")) };
    state.set(view, { svg, size, k: 1, frame: [...svg.querySelectorAll(".frame")], axis: [...svg.querySelectorAll(".axis")], corner: corner(svg) });
    view.addEventListener("scroll", () => pin(view), { passive: true });
    // A chart a little wider than its view is shown whole, a long one in its own size from its beginning.
    const whole = view.clientWidth / size.w;
    zoom(view, whole > 0.74 ? Math.min(whole, 2) : 1);
    const now = svg.querySelector(".body .now, .axis .now");
    if (now) view.scrollTo({ left: now.getBoundingClientRect().left - view.getBoundingClientRect().left - view.clientWidth / 3, behavior: "instant" });
    pin(view);
  };
  /** Where names of rows and hours meet: covers both, and says what stood there. */
  const corner = (svg) => {
    const make = (name) => document.createElementNS(svg.namespaceURI, name);
    const [left, top] = [Number(svg.dataset.left), Number(svg.dataset.top)];
    const made = make("g"), cover = make("rect");
    for (const [key, value] of Object.entries({ width: left, height: top, fill: "#fff" })) cover.setAttribute(key, value);
    made.append(cover);
    for (const text of svg.querySelectorAll(".frame text[x][y],.axis text[x][y]")) {
      if (Number(text.getAttribute("x")) < left && Number(text.getAttribute("y")) < top) made.append(text.cloneNode(true));
    }
    // What is only repeated is not read out twice.
    made.setAttribute("aria-hidden", "true");
    svg.append(made);
    return made;
  };
  const pin = (view) => {
    const { k, frame, axis, corner } = state.get(view);
    corner.setAttribute("transform", `translate(${view.scrollLeft / k},${view.scrollTop / k})`);
    for (const one of frame) one.setAttribute("transform", `translate(${view.scrollLeft / k},0)`);
    for (const one of axis) one.setAttribute("transform", `translate(0,${view.scrollTop / k})`);
  };
  const zoom = (view, to, x, y) => {
    const one = state.get(view);
    const k = Math.min(MOST, Math.max(LEAST, to));
    const px = x === undefined ? view.clientWidth / 2 : x;
    const py = y === undefined ? view.clientHeight / 2 : y;
    const left = (view.scrollLeft + px) / one.k * k - px;
    const top = (view.scrollTop + py) / one.k * k - py;
    one.k = k;
    one.svg.setAttribute("width", one.size.w * k);
    one.svg.setAttribute("height", one.size.h * k);
    view.scrollTo({ left, top, behavior: "instant" });
    view.dataset.zoom = k.toFixed(3);
    pin(view);
  };
  const fit = (view) => zoom(view, view.clientWidth / state.get(view).size.w);
  const reveal = (view, bar) => {
    const a = view.getBoundingClientRect(), b = bar.getBoundingClientRect();
    const one = state.get(view);
    const left = Number(one.svg.dataset.left || 0) * one.k, top = Number(one.svg.dataset.top || 0) * one.k;
    const dx = b.left - a.left, dy = b.top - a.top;
    if (dx < left || dx + Math.min(b.width, 200) > a.width) view.scrollBy({ left: dx - left - 40, behavior: "instant" });
    if (dy < top || dy + b.height > a.height) view.scrollBy({ top: dy - top - 40, behavior: "instant" });
    pin(view);
  };
  const actions = {
    in: (view) => zoom(view, state.get(view).k * 1.25),
    out: (view) => zoom(view, state.get(view).k / 1.25),
    fit,
    one: (view) => zoom(view, 1),
  };
  document.addEventListener("click", (event) => {
    const button = event.target.closest && event.target.closest("[data-do]");
    if (button) actions[button.dataset.do](button.closest("figure").querySelector(".view"));
  });
  let held = null;
  let dragged = false;
  for (const view of views) {
    setUp(view);
    view.addEventListener("wheel", (event) => {
      if (!event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      const place = view.getBoundingClientRect();
      zoom(view, state.get(view).k * Math.exp(-event.deltaY / 400), event.clientX - place.left, event.clientY - place.top);
    }, { passive: false });
    // A finger scrolls by itself; a mouse drags.
    view.addEventListener("pointerdown", (event) => {
      dragged = false;
      if (event.pointerType === "touch" || event.button) return;
      held = { view, x: event.clientX, y: event.clientY, left: view.scrollLeft, top: view.scrollTop };
    });
  }
  document.addEventListener("pointermove", (event) => {
    if (!held) return;
    const dx = event.clientX - held.x, dy = event.clientY - held.y;
    if (!dragged && Math.hypot(dx, dy) < 4) return;
    dragged = true;
    hideBox();
    held.view.classList.add("held");
    held.view.scrollTo({ left: held.left - dx, top: held.top - dy, behavior: "instant" });
    pin(held.view);
  });
  const release = () => {
    if (held) held.view.classList.remove("held");
    held = null;
  };
  document.addEventListener("pointerup", release);
  document.addEventListener("pointercancel", release);

  // Trains of a chart by N and P, in the order in which they begin.
  const bars = (view) => {
    const found = new Map();
    for (const bar of view.querySelectorAll("[data-t]")) {
      if (!found.has(bar.dataset.t) && !bar.parentElement.closest("[data-t]")) found.set(bar.dataset.t, bar);
    }
    const begin = (bar) => (data.trains[bar.dataset.t][2][0] || [Infinity])[0];
    return [...found.values()].filter((bar) => data.trains[bar.dataset.t])
      .sort((a, b) => begin(a) - begin(b) || a.dataset.t - b.dataset.t);
  };
  const step = (view, by) => {
    const all = bars(view);
    if (!all.length) return;
    const now = all.findIndex((bar) => bar === document.activeElement);
    const next = all[now < 0 ? (by > 0 ? 0 : all.length - 1) : (now + by + all.length) % all.length];
    next.setAttribute("tabindex", "-1");
    next.setAttribute("role", "img");
    next.setAttribute("aria-label", data.trains[next.dataset.t][0]);
    next.setAttribute("aria-describedby", "box");
    reveal(view, firstShape(next));
    next.focus({ preventScroll: true });
  };
  const PAN = 80;
  document.addEventListener("keydown", (event) => {
    const target = event.target;
    if (event.key === "Escape") {
      hideBox();
      follow(null);
      $("q").value = "";
      find();
      if (target === $("q")) target.blur();
      const view = target.closest && target.closest(".view");
      if (view) view.focus({ preventScroll: true });
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || target.matches("input")) return;
    if (event.key === "/") {
      event.preventDefault();
      $("q").focus();
      $("q").select();
      return;
    }
    if (event.key === "Enter" && !target.closest("a,button")) {
      const train = trainOf(target);
      if (train !== null) follow(followed === train ? null : train);
      return;
    }
    const view = target.closest(".view");
    if (!view) return;
    const pan = (left, top) => {
      view.scrollBy({ left, top, behavior: "instant" });
      pin(view);
    };
    const keys = {
      "+": () => actions.in(view), "=": () => actions.in(view), "-": () => actions.out(view), 0: () => fit(view), 1: () => actions.one(view),
      ArrowLeft: () => pan(-PAN, 0), ArrowRight: () => pan(PAN, 0), ArrowUp: () => pan(0, -PAN), ArrowDown: () => pan(0, PAN),
      Home: () => view.scrollTo({ left: 0, behavior: "instant" }), End: () => view.scrollTo({ left: view.scrollWidth, behavior: "instant" }),
      n: () => step(view, 1), N: () => step(view, 1), p: () => step(view, -1), P: () => step(view, -1),
    };
    if (keys[event.key]) {
      event.preventDefault();
      keys[event.key]();
    }
  });

  $("lang").addEventListener("click", () => {
    const lang = isZh() ? "en" : "zh-CN";
    setLanguage(lang);
    try { localStorage.setItem(KEY, lang); } catch { /* not remembered */ }
  });
  $("print").addEventListener("click", () => print());
  let remembered = null;
  try { remembered = localStorage.getItem(KEY); } catch { /* as it was written */ }
  setLanguage(remembered === "en" || remembered === "zh-CN" ? remembered : root.lang);
})();
