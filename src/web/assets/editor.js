"use strict";
// The course editor: marks by buttons, the preview beside the text, saving while one writes. The page works without.
(() => {
  const form = document.querySelector("form[data-editor]");
  if (!form) return;
  const texts = form.dataset;
  const areas = [...form.querySelectorAll("textarea")];
  const phone = document.querySelector(".phone");
  const status = form.querySelector(".status"), undo = form.querySelector("[data-undo]");
  // One for each person at this browser, and for each way of writing.
  const KEY = ["draft", texts.who, texts.way, form.getAttribute("action").replace(/^\/(kk|ru|en)(?=\/)/, "")].join(" ");
  const box = (work) => { try { return work(localStorage); } catch (_) { return null; } };
  const values = () => areas.map((area) => area.value);
  const say = (text, kind) => { status.textContent = text || ""; status.className = "status " + (kind || ""); };
  const body = () => new URLSearchParams(new FormData(form));
  let last = areas[0];
  let saved = JSON.stringify(values());
  let isStopped = false;
  const isDirty = () => JSON.stringify(values()) !== saved;

  // What was typed stays in this browser until the server has it, with the page in which it was typed.
  const draft = () => ({ number: form.elements.number.value, visit: form.elements.visit.value, values: values() });
  const keep = () => box((store) => store.setItem(KEY, JSON.stringify(draft())));
  const forget = () => box((store) => store.removeItem(KEY));
  function restore() {
    const kept = box((store) => JSON.parse(store.getItem(KEY)));
    const bare = (list) => JSON.stringify(list.map((text) => text.trim()));
    if (!kept || bare(kept.values) === bare(values())) return forget();
    if (kept.values.length !== areas.length) {
      // The source has other paragraphs now: what was typed cannot be put into its places, and is not thrown away, unless
      // the server has it.
      const whole = (list) => list.join(" ").trim().replace(/\s+/g, " ");
      if (whole(kept.values) !== whole(values())) box((store) => store.setItem(KEY + " aside", kept.values.join("\n\n")));
      return forget();
    }
    areas.forEach((area, place) => { area.value = kept.values[place]; });
    // What is shown was saved by the very page in which this was typed, and it never heard of it: this comes after it.
    // Otherwise it was made from an earlier revision: saving then shows both texts.
    if (!kept.visit || kept.visit !== texts.by) form.elements.number.value = kept.number;
    say(texts.restored);
    typed();
  }

  function showAside() {
    const text = box((store) => store.getItem(KEY + " aside"));
    if (!text) return;
    const details = document.createElement("details"), summary = document.createElement("summary");
    const area = document.createElement("textarea"), button = document.createElement("button");
    details.open = true;
    summary.textContent = texts.aside;
    area.readOnly = true;
    area.value = text;
    area.lang = areas[0].lang;
    area.setAttribute("aria-label", texts.aside);
    button.type = "button";
    button.className = "button small secondary";
    button.textContent = texts.discard;
    button.addEventListener("click", () => { box((store) => store.removeItem(KEY + " aside")); details.remove(); });
    details.append(summary, area, button);
    form.prepend(details);
  }

  function wait(work, time) {
    let timer;
    return () => { clearTimeout(timer); timer = setTimeout(work, time); };
  }
  async function send(to, more, signal) {
    const sent = body();
    Object.entries(more || {}).forEach(([name, value]) => sent.set(name, value));
    return fetch(to, { method: "POST", body: sent, signal });
  }
  let turn = 0;
  const look = wait(async () => {
    const mine = ++turn;
    try {
      const answer = await send(texts.preview);
      if (answer.status === 429) setTimeout(look, 5000);
      if (answer.ok && mine === turn) phone.innerHTML = await answer.text();
    } catch (_) { /* no network: the status says so when saving fails */ }
  }, 500);
  // After a failure it is tried again, later and later, and at once when the network is back.
  const PAUSE = 4000, AGAIN = 15000, MOST = 240000;
  const onItsWay = new AbortController();
  let isSaving = false, isHalted = false, again = 0, refused = "", timer;
  const at = (time) => { clearTimeout(timer); timer = setTimeout(save, time); };
  async function save() {
    clearTimeout(timer);
    if (isSaving || isStopped || isHalted || !isDirty()) return;
    const sent = JSON.stringify(values());
    isSaving = true;
    say(texts.saving);
    try {
      const answer = await send(form.action, { auto: "yes" }, onItsWay.signal);
      if (answer.status === 409 || answer.status === 410) {
        // Somebody else saved the text, or deleted the lesson: the button says what can be done.
        isStopped = true;
        say(answer.status === 410 ? texts.gone : texts.meanwhile, "wrong");
      } else if (answer.ok && !answer.redirected) {
        form.elements.number.value = (await answer.json()).number;
        saved = sent;
        if (isDirty()) keep(); else forget();
        again = 0;
        if (undo) undo.hidden = false;
        say(texts.saved, "done");
      } else throw answer.status;
    } catch (status) {
      // The button was pressed meanwhile.
      if (isStopped) return;
      // Refused, as after signing out or with a text that is too long: only the button can say why, and the same once
      // more is of no use.
      isHalted = typeof status === "number" && status < 500 && status !== 429;
      // Nobody knows what the server has now: also what was deleted again has to be sent.
      if (!isHalted) saved = "";
      refused = sent;
      again = Math.min(again * 2 || AGAIN, MOST);
      const pause = later(again);
      say(isHalted ? texts.refused : texts.lost + " " + texts.again.replace("{0}", Math.round(pause / 1000)), "wrong");
      if (!isHalted) at(pause);
    }
    isSaving = false;
    if (!again) soon();
  }
  // Not all at the same moment, once a server is there again.
  const later = (time) => time * (0.75 + Math.random() / 2);
  // While nothing answers, the next try has its moment; what was refused and is another text by now may be taken then.
  function soon() {
    if (!isDirty() || (isHalted && JSON.stringify(values()) === refused)) return;
    if (isHalted) at(later(again));
    else if (!again) at(PAUSE);
    isHalted = false;
  }
  const typed = () => { look(); soon(); };
  function goOn() {
    isHalted = false;
    again = 0;
    save();
  }
  addEventListener("online", goOn);
  addEventListener("focus", () => { if (isHalted) goOn(); });
  addEventListener("beforeunload", (event) => { if (isDirty()) event.preventDefault(); });
  form.addEventListener("submit", (event) => {
    if (!navigator.onLine) {
      event.preventDefault();
      say(texts.lost, "wrong");
      return;
    }
    keep();
    // What is on its way is older than what is sent now.
    isStopped = true;
    onItsWay.abort();
    saved = JSON.stringify(values());
  });
  form.addEventListener("input", (event) => {
    if (!event.target.matches("textarea")) return;
    keep();
    typed();
  });
  form.addEventListener("focusin", (event) => { if (event.target.matches("textarea")) last = event.target; });

  // Marks: what is chosen, or the place of writing, takes the place of the caret.
  const CARET = "\u2038";
  // As if it were typed, so that it can be taken back like typing.
  function type(area, text, start, end) {
    area.focus();
    area.setSelectionRange(start, end);
    if (document.execCommand(text ? "insertText" : "delete", false, text)) return;
    area.setRangeText(text, start, end, "end");
    area.dispatchEvent(new Event("input", { bubbles: true }));
  }
  function put(mark) {
    const start = last.selectionStart, end = last.selectionEnd;
    const front = last.value.slice(0, start), rest = last.value.slice(end), chosen = last.value.slice(start, end);
    let [head, tail] = mark.includes(CARET) ? mark.split(CARET) : [mark, ""];
    if (mark.startsWith("\n")) {
      const gap = front === "" ? "" : front.endsWith("\n\n") ? "" : front.endsWith("\n") ? "\n" : "\n\n";
      head = gap + head.slice(1);
      if (tail.endsWith("\n") && rest.startsWith("\n")) tail = tail.slice(0, -1);
    }
    // The address of a link is what is missing once its words are chosen.
    if (tail === "](https://)" && chosen) [head, tail] = ["[" + chosen + "](https://", ")"];
    const inner = head.endsWith("https://") && tail === ")" ? "" : chosen;
    type(last, head + inner + tail, start, end);
    const place = start + head.length;
    last.setSelectionRange(place, place + inner.length);
  }
  // Around what is chosen; pressed again, it goes.
  function wrap(mark) {
    const size = mark.length, text = last.value;
    let start = last.selectionStart, end = last.selectionEnd;
    while (start < end && /\s/.test(text[start])) start++;
    while (end > start && /\s/.test(text[end - 1])) end--;
    const chosen = text.slice(start, end);
    const isInside = chosen.length > 2 * size && chosen.startsWith(mark) && chosen.endsWith(mark);
    const isAround = text.slice(start - size, start) === mark && text.slice(end, end + size) === mark;
    const bare = isInside ? chosen.slice(size, -size) : chosen;
    if (isAround) [start, end] = [start - size, end + size];
    const place = isInside || isAround ? start : start + size;
    type(last, isInside || isAround ? bare : mark + bare + mark, start, end);
    last.setSelectionRange(place, place + bare.length);
  }
  // Each chosen line becomes an item, or none of them is one any more.
  function items() {
    const text = last.value;
    const start = text.lastIndexOf("\n", last.selectionStart - 1) + 1;
    const stop = text.indexOf("\n", last.selectionEnd);
    const end = stop < 0 ? text.length : stop;
    const lines = text.slice(start, end).split("\n");
    const filled = lines.filter((line) => line.trim());
    // Behind a heading, a block's mark or a row a list begins below.
    if (last.selectionStart === last.selectionEnd && /^(#|:::|\|)/.test(lines[0])) last.setSelectionRange(end, end);
    else if (filled.length) return mark(lines, filled, start, end);
    put("\n- " + CARET);
  }
  function mark(lines, filled, start, end) {
    const text = last.value;
    const isList = filled.every((line) => line.startsWith("- "));
    const marked = lines.map((line) => !line.trim() ? line : isList ? line.slice(2) : line.startsWith("- ") ? line : "- " + line);
    const gap = !isList && start && !text.slice(0, start).endsWith("\n\n") && !/(^|\n)- .*\n$/.test(text.slice(0, start)) ? "\n" : "";
    type(last, gap + marked.join("\n"), start, end);
    const place = start + gap.length + marked.join("\n").length;
    last.setSelectionRange(lines.length > 1 ? start + gap.length : place, place);
  }
  // An empty line sets what comes next apart: without one it would belong to the last item or row.
  function leave(area, start, end) {
    const front = area.value.slice(0, start);
    type(area, front === "" || front.endsWith("\n\n") ? "" : "\n", start, end);
  }
  // Enter goes on with a list or a table; in an empty item or row it ends it.
  form.addEventListener("keydown", (event) => {
    const area = event.target;
    if (event.key !== "Enter" || event.isComposing || event.shiftKey || event.ctrlKey || event.metaKey || event.altKey) return;
    if (!area.matches("textarea") || area.selectionStart !== area.selectionEnd) return;
    const at = area.selectionStart, start = area.value.lastIndexOf("\n", at - 1) + 1;
    const stop = area.value.indexOf("\n", at), end = stop < 0 ? area.value.length : stop;
    const whole = area.value.slice(start, end), before = area.value.slice(start, at);
    const item = /^(\s*)([-*]|(\d+)\.) (.*)$/.exec(whole), isRow = /^\|.*\|\s*$/.test(whole) && at > start;
    if (item && before.length > item[1].length + item[2].length) {
      event.preventDefault();
      if (!item[4].trim()) return leave(area, start, end);
      return type(area, "\n" + item[1] + (item[3] ? Number(item[3]) + 1 + "." : item[2]) + " ", at, at);
    }
    if (!isRow) return;
    event.preventDefault();
    if (/^[|\s]*$/.test(whole)) return leave(area, start, end);
    const cells = whole.replace(/\\\|/g, "").split("|").length - 2;
    // A table has a line under its head.
    const next = /^\|[-:|\s]*-[-:|\s]*\|?\s*$/.test(area.value.slice(end + 1).split("\n")[0] || "");
    const place = next ? area.value.indexOf("\n", end + 1) : end;
    const row = place < 0 ? area.value.length : place;
    type(area, "\n|" + "  |".repeat(cells), row, row);
    area.setSelectionRange(row + 3, row + 3);
  });
  const bar = form.querySelector(".toolbar");
  bar.hidden = false;
  bar.addEventListener("click", (event) => {
    const { put: mark, wrap: sign, items: list } = event.target.dataset;
    if (mark) put(mark);
    else if (sign) wrap(sign);
    else if (list) items();
  });
  bar.addEventListener("change", (event) => {
    if (event.target.value) put(event.target.value);
    event.target.value = "";
  });

  // A picture: dropped into the text, pasted, or chosen; its words are asked for before it is sent.
  const picture = document.querySelector("form.picture");
  const told = picture && picture.querySelector(".status");
  function offer(files) {
    const file = [...files].find((one) => one.type.startsWith("image/"));
    if (!file || !picture) return false;
    const bag = new DataTransfer();
    bag.items.add(file);
    picture.elements.picture.files = bag.files;
    picture.closest("details").open = true;
    told.textContent = file.name;
    picture.querySelector(".texts input").focus();
    return true;
  }
  if (picture) {
    form.addEventListener("dragover", (event) => { if ([...event.dataTransfer.types].includes("Files")) event.preventDefault(); });
    form.addEventListener("drop", (event) => { if (offer(event.dataTransfer.files)) event.preventDefault(); });
    form.addEventListener("paste", (event) => {
      if (!event.clipboardData.getData("text/plain") && offer(event.clipboardData.files)) event.preventDefault();
    });
    picture.addEventListener("submit", async (event) => {
      event.preventDefault();
      const button = picture.querySelector("button"), sent = new FormData(picture);
      sent.set("script", "yes");
      button.disabled = true;
      told.className = "status";
      told.textContent = texts.saving;
      try {
        const answer = await fetch(picture.action, { method: "POST", body: sent });
        const said = await answer.json();
        if (!answer.ok) throw new Error(said.error);
        put(said.mark);
        picture.reset();
        picture.closest("details").open = false;
        told.textContent = "";
      } catch (error) {
        told.className = "status wrong";
        told.textContent = error instanceof TypeError || error instanceof SyntaxError ? texts.lost : error.message;
      }
      button.disabled = false;
    });
  }

  // A check leads to a line.
  const line = /[?&]line=(\d+)/.exec(location.search);
  if (line && areas.length === 1) {
    const before = last.value.split("\n").slice(0, line[1] - 1).join("\n");
    const place = before.length + (before ? 1 : 0);
    const end = last.value.indexOf("\n", place);
    last.focus();
    last.setSelectionRange(place, end < 0 ? last.value.length : end);
    last.scrollTop = (last.scrollHeight * place) / Math.max(1, last.value.length) - last.clientHeight / 2;
  }
  if (texts.stored === "no") {
    saved = "";
    keep();
    soon();
  } else if (/[?&]theirs=/.test(location.search)) forget();
  else restore();
  showAside();
})();
