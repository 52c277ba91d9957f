"use strict";
// What is pasted from Word or a web page becomes Markdown: headings, lists, bold, emphasis, links, tables. All else
// stays text. Pasting without formatting is left to the browser.
(() => {
  const form = document.querySelector("form[data-editor]");
  if (!form) return;
  const HEADING = /^H[1-6]$/;
  const BLOCK = /^(P|DIV|SECTION|ARTICLE|MAIN|HEADER|FOOTER|ASIDE|BLOCKQUOTE|FIGURE|FIGCAPTION|DL|DT|DD|PRE|ADDRESS|LI|UL|OL|TABLE|H[1-6])$/;
  const LINK = /^(https?:|mailto:|tel:)/i;
  const tidy = (text) => text.replace(/[\s\u00a0]+/g, " ");
  const escaped = (text) => text.replace(/[\\`*[\]<]/g, "\\$&").replace(/(^|\s)_|_(?=\s|$)/g, "$1\\_");
  // A mark at the beginning of a line would be read as a list, a heading, a quotation or a block.
  const guarded = (line) => line.replace(/^(#{1,6}\s|[-+>]\s?|:::)/, "\\$1").replace(/^(\d+)([.)]\s)/, "$1\\$2");
  const isBold = (node) => /^(B|STRONG)$/.test(node.tagName)
    ? !/(^|;)\s*font-weight:\s*(normal|400)/i.test(node.getAttribute("data-style") || "")
    : /(^|;)\s*font-weight:\s*(bold|[6-9]00)/i.test(node.getAttribute("data-style") || "");
  const isEmphasis = (node) => /^(I|EM)$/.test(node.tagName)
    ? !/(^|;)\s*font-style:\s*normal/i.test(node.getAttribute("data-style") || "")
    : /(^|;)\s*font-style:\s*italic/i.test(node.getAttribute("data-style") || "");
  // Word writes the bullet of a list into the text, and says that it is to be ignored.
  const isBullet = (node) => /mso-list:\s*ignore/i.test(node.getAttribute("data-style") || "");

  // Blanks stand outside of the marks.
  function around(text, mark) {
    const bare = text.trim();
    if (!bare) return text;
    const [before, after] = [/^\s/.test(text) ? " " : "", /\s$/.test(text) ? " " : ""];
    return before + mark + bare + mark + after;
  }
  function inline(node, state) {
    if (node.nodeType === 3) return escaped(tidy(node.data));
    if (node.nodeType !== 1 || isBullet(node)) return "";
    if (node.tagName === "BR") return "\n";
    const inner = { bold: state.bold || isBold(node), emphasis: state.emphasis || isEmphasis(node) };
    let text = [...node.childNodes].map((child) => inline(child, inner)).join("");
    const href = node.tagName === "A" ? node.getAttribute("href") || "" : "";
    if (LINK.test(href) && text.trim()) return around(text, "").replace(text.trim(), () => "[" + text.trim() + "](" + href.replace(/[\s()<>]/g, (sign) => "%" + sign.charCodeAt(0).toString(16).padStart(2, "0")) + ")");
    if (inner.emphasis && !state.emphasis) text = around(text, "*");
    if (inner.bold && !state.bold) text = around(text, "**");
    return text;
  }
  const line = (nodes, state) => nodes.map((node) => inline(node, state || {})).join("").replace(/ *\n */g, "\n").replace(/ {2,}/g, " ").trim();
  const flat = (nodes, state) => line(nodes, state).replace(/\n+/g, " ");

  function table(node) {
    const rows = [...node.rows].map((row) => [...row.cells].map((cell) => flat([...cell.childNodes].flatMap((child) => [child, document.createTextNode(" ")])).replace(/\|/g, "\\|")));
    const width = Math.max(0, ...rows.map((row) => row.length));
    if (width < 2) return rows.map((row) => row.join(" ")).filter(Boolean).join("\n\n");
    const written = rows.filter((row) => row.some(Boolean)).map((row) => "| " + [...row, ...Array(width - row.length).fill("")].join(" | ") + " |");
    return [written[0], "|" + " --- |".repeat(width), ...written.slice(1)].join("\n");
  }
  function list(node, indent) {
    const isOrdered = node.tagName === "OL";
    let number = Number(node.getAttribute("start")) || 1;
    return [...node.children].flatMap((item) => {
      if (/^(UL|OL)$/.test(item.tagName)) return list(item, indent + "   ");
      const mark = isOrdered ? number++ + ". " : "- ";
      const own = [...item.childNodes].filter((child) => !/^(UL|OL)$/.test(child.tagName || ""));
      const below = [...item.children].filter((child) => /^(UL|OL)$/.test(child.tagName)).flatMap((child) => list(child, indent + " ".repeat(mark.length)));
      const text = flat(own.flatMap((child) => BLOCK.test(child.tagName || "") ? [child, document.createTextNode(" ")] : [child]));
      return text ? [indent + mark + text, ...below] : below;
    });
  }
  // A list of Word: paragraphs that say so.
  function wordItem(node) {
    const found = /mso-list:\s*(l\d+)[^;]*level(\d)/i.exec(node.getAttribute("data-style") || "");
    if (!found) return null;
    const bullet = [...node.querySelectorAll("[data-style]")].find(isBullet);
    const isOrdered = bullet && /^[\s\u00a0]*[\dA-Za-zА-Яа-я]{1,3}[.)]/.test(bullet.textContent);
    return { list: found[1], level: Number(found[2]), isOrdered, text: flat([...node.childNodes]) };
  }
  function blocks(root) {
    const found = [];
    let run = [], items = [], counts = [], listed = "";
    const flush = () => {
      const text = line(run).split(/\n{2,}/).map((part) => part.split("\n").map(guarded).join("\n")).join("\n\n");
      if (text) found.push(text);
      run = [];
    };
    const flushItems = () => {
      if (items.length) found.push(items.join("\n"));
      items = [];
      counts = [];
    };
    for (const node of root.childNodes) {
      if (node.nodeType === 8) continue;
      const tag = node.tagName || "";
      const item = tag === "P" ? wordItem(node) : null;
      if (item) {
        flush();
        if (item.list !== listed) flushItems();
        listed = item.list;
        counts.length = Math.min(counts.length, item.level);
        counts[item.level - 1] = (counts[item.level - 1] || 0) + 1;
        if (item.text) items.push("   ".repeat(item.level - 1) + (item.isOrdered ? counts[item.level - 1] + ". " : "- ") + item.text);
        continue;
      }
      if (!tag || !(BLOCK.test(tag) || node.querySelector("p,div,ul,ol,table,h1,h2,h3,h4,h5,h6"))) {
        if (tag || node.data && node.data.trim()) flushItems();
        run.push(node);
        continue;
      }
      flush();
      flushItems();
      if (HEADING.test(tag)) {
        // A heading is bold by itself.
        const text = flat([...node.childNodes], { bold: true });
        if (text) found.push((tag > "H2" ? "### " : "## ") + text);
      } else if (tag === "UL" || tag === "OL") found.push(list(node, "").join("\n"));
      else if (tag === "TABLE") found.push(table(node));
      else found.push(...blocks(node));
    }
    flush();
    flushItems();
    return found.filter((block) => block.trim());
  }
  function markdown(html) {
    // Styles are read and never applied: the policy of the page forbids them.
    const read = html.replace(/<style[\s\S]*?<\/style>/gi, "").replace(/<[a-z][^>]*>/gi, (tag) => tag.replace(/\sstyle=/gi, " data-style="));
    const page = new DOMParser().parseFromString(read, "text/html");
    page.querySelectorAll("style,script,meta,link,title,xml,template,noscript,button,input,select,textarea,svg,nav,[hidden],.mw-editsection,sup.reference").forEach((node) => node.remove());
    return blocks(page.body).join("\n\n");
  }

  form.addEventListener("paste", (event) => {
    const area = event.target;
    const html = area.matches("textarea") && event.clipboardData ? event.clipboardData.getData("text/html") : "";
    if (!html) return;
    const text = markdown(html);
    const plain = event.clipboardData.getData("text/plain").trim();
    const bare = (words) => words.replace(/\s+/g, " ");
    // Nothing but words: the browser's own pasting is as good.
    if (!text || bare(text) === bare(plain)) return;
    event.preventDefault();
    const front = area.value.slice(0, area.selectionStart), rest = area.value.slice(area.selectionEnd);
    const isBlock = text.includes("\n") || /^(#|- |\d+\. |\|)/.test(text);
    const gap = (side) => !isBlock || !side.trim() ? "" : "\n\n";
    const before = isBlock ? gap(front).slice(/\n*$/.exec(front)[0].length) : "";
    const after = isBlock ? gap(rest).slice(/^\n*/.exec(rest)[0].length) : "";
    // So that the browser can take it back.
    if (!document.execCommand("insertText", false, before + text + after)) {
      area.setRangeText(before + text + after, area.selectionStart, area.selectionEnd, "end");
      area.dispatchEvent(new Event("input", { bubbles: true }));
    }
  });
})();
