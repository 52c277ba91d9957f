// What is looked for on a page at one size of the screen; each function returns a list of what is wrong.
window.looks = (() => {
  const all = css => [...document.querySelectorAll(css)];
  const name = e => `${e.localName}${e.id ? "#" + e.id : ""}${[...e.classList].map(c => "." + c).join("")} ${JSON.stringify((e.innerText || e.value || "").trim().slice(0, 50))}`;
  const shown = e => e.checkVisibility({ visibilityProperty: true }) && e.getClientRects().length > 0 && !e.closest(".sr, .skip, .moving select");
  // What scrolls in a box of its own may be wider than the screen.
  const scrolls = e => { for (let p = e; p && p !== document.body; p = p.parentElement) { if (["auto", "scroll"].includes(getComputedStyle(p).overflowX) && p.scrollWidth > p.clientWidth) return true; } return false; };
  const CONTROLS = "button, .button, .link, summary, nav a, .doors a, .tabs a, .pager a, .account a";
  const TEXT = "h1, h2, h3, h4, p, li, dt, dd, th, td, label, legend, caption, figcaption, strong, .badge";

  // The page is wider than the screen, or something on it reaches out of it.
  function wide() {
    const root = document.documentElement, width = root.clientWidth, found = [];
    const outside = all(`body *`).filter(e => { const r = e.getBoundingClientRect(); return (r.right > width + 1 || r.left < -1) && r.width > 0 && shown(e) && !scrolls(e) && !e.matches(".hero, .hero *, .ornament"); });
    if (root.scrollWidth > width) found.push(`${root.scrollWidth} pixels wide: ${outside.slice(-3).map(name).join(" | ")}`);
    else for (const e of outside.filter(e => e.matches(`${CONTROLS}, ${TEXT}, input, select, textarea`)).slice(0, 3)) found.push(`reaches out of the screen: ${name(e)}`);
    return found;
  }

  // A text is larger than its own box: it is cut off, or lies over what is beside it.
  function cut() {
    const found = [];
    for (const e of all(`${CONTROLS}, ${TEXT}`)) {
      const style = getComputedStyle(e);
      if (!shown(e) || style.display === "inline" || style.display === "contents" || scrolls(e)) continue;
      const clips = style.overflowX !== "visible" || style.overflowY !== "visible";
      if (e.scrollWidth > e.clientWidth + 1 && e.clientWidth > 0) found.push(`text wider than its box: ${name(e)}`);
      else if ((clips || e.matches("button, .button")) && e.scrollHeight > e.clientHeight + 2 && e.clientHeight > 0) found.push(`text higher than its box: ${name(e)}`);
    }
    return found.slice(0, 5);
  }

  // A word of something that is pressed stands on two lines.
  function broken() {
    const found = [], range = document.createRange();
    for (const e of all(`${CONTROLS}, h1, h2, h3`).filter(shown)) {
      const walker = document.createTreeWalker(e, NodeFilter.SHOW_TEXT);
      for (let node; (node = walker.nextNode());) {
        for (const word of node.data.matchAll(/[\p{L}\p{N}]+/gu)) {
          range.setStart(node, word.index);
          range.setEnd(node, word.index + word[0].length);
          const lines = new Set([...range.getClientRects()].filter(r => r.width > 0).map(r => Math.round(r.top)));
          if (lines.size > 1) found.push(`“${word[0]}” is broken: ${name(e)}`);
        }
      }
    }
    return found.slice(0, 5);
  }

  // Everything that is read on the page or aloud.
  function read() {
    const attributes = all("[aria-label], [alt], [title], [placeholder], [data-label]").flatMap(e => ["aria-label", "alt", "title", "placeholder", "data-label"].map(a => e.getAttribute(a) || ""));
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), texts = [];
    for (let node; (node = walker.nextNode());) texts.push(node.data);
    return [document.title, ...texts, ...attributes].join(" ");
  }

  // Everything that opens is open, so that it is looked at too.
  function first() {
    for (const e of all("details")) e.open = true;
    const headings = all("h1").length;
    return headings === 1 ? [] : [`${headings} headings of the first level`];
  }

  async function axe(only) {
    const rules = { "target-size": { enabled: true } };
    const options = { resultTypes: ["violations"], rules };
    if (only) options.runOnly = { type: "rule", values: [only] };
    const result = await window.axe.run(document, options);
    return result.violations.flatMap(rule => rule.nodes.map(node => `${rule.id}: ${rule.help}: ${node.target.join(" ")}: ${node.html.slice(0, 160)}`));
  }

  return { wide, cut, broken, read, first, axe };
})();
