// Language, as on the page of a plan: the same store, so that who reads both chooses once. The store may be forbidden; then the page begins as it was written.
(() => {
  "use strict";
  const root = document.documentElement;
  const KEY = "regauge-language";
  const isZh = () => root.lang.startsWith("zh");
  const setLanguage = (lang) => {
    root.lang = lang;
    for (const one of document.querySelectorAll("[data-aria-zh]")) {
      one.setAttribute("aria-label", one.dataset[isZh() ? "ariaZh" : "ariaEn"]);
    }
    document.title = document.querySelector("title").dataset[isZh() ? "zh" : "en"];
  };
  document.getElementById("lang").addEventListener("click", () => {
    const lang = isZh() ? "en" : "zh-CN";
    setLanguage(lang);
    try { localStorage.setItem(KEY, lang); } catch { /* not remembered */ }
  });
  document.getElementById("print").addEventListener("click", () => print());
  let remembered = null;
  try { remembered = localStorage.getItem(KEY); } catch { /* as it was written */ }
  setLanguage(remembered === "en" || remembered === "zh-CN" ? remembered : root.lang);
})();
