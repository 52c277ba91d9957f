"use strict";
// The course editor: marks by buttons, the preview beside the text, saving while one writes. The page works without.
(() => {
  const form = document.querySelector("form[data-editor]");
  if (!form) return;
  const texts = form.dataset;
  const areas = [...form.querySelectorAll("textarea")];
  const phone = document.querySelector(".phone");
  const status = form.querySelector(".status");
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

  // What was typed stays in this browser until the server has it.
  const keep = () => box((store) => store.setItem(KEY, JSON.stringify({ number: form.elements.number.value, values: values() })));
  const forget = () => box((store) => store.removeItem(KEY));
  function restore() {
    const kept = box((store) => JSON.parse(store.getItem(KEY)));
    const bare = (list) => JSON.stringify(list.map((text) => text.trim()));
    if (!kept || bare(kept.values) === bare(values())) return forget();
    if (kept.values.length !== areas.length) {
      // The source has other paragraphs now: what was typed cannot be put into its places, and is not thrown away.
      box((store) => store.setItem(KEY + " aside", kept.values.join("\n\n")));
      return forget();
    }
    areas.forEach((area, place) => { area.value = kept.values[place]; });
    // Made from an earlier revision: saving then shows both texts.
    form.elements.number.value = kept.number;
    say(texts.restored);
    later();
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
  async function send(to, more) {
    const sent = body();
    Object.entries(more || {}).forEach(([name, value]) => sent.set(name, value));
    return fetch(to, { method: "POST", body: sent });
  }
  let turn = 0;
  const look = wait(async () => {
    const mine = ++turn;
    try {
      const answer = await send(texts.preview);
      if (answer.ok && mine === turn) phone.innerHTML = await answer.text();
    } catch (_) { /* no network: the status says so when saving fails */ }
  }, 500);
  let isSaving = false;
  async function save() {
    if (isSaving || isStopped || !isDirty()) return;
    const sent = JSON.stringify(values());
    isSaving = true;
    say(texts.saving);
    try {
      const answer = await send(form.action, { auto: "yes" });
      if (answer.status === 409) {
        isStopped = true;
        say(texts.meanwhile, "wrong");
      } else if (answer.ok && !answer.redirected) {
        form.elements.number.value = (await answer.json()).number;
        saved = sent;
        if (isDirty()) keep(); else forget();
        say(texts.saved, "done");
      } else throw answer.status;
    } catch (status) {
      // Refused, as after signing out or with a text that is too long: only the button can say why.
      say(typeof status === "number" && status < 500 ? texts.refused : texts.lost, "wrong");
      setTimeout(save, 15000);
    }
    isSaving = false;
    if (isDirty()) soon();
  }
  const soon = wait(save, 4000);
  const later = () => { look(); soon(); };
  addEventListener("online", save);
  addEventListener("beforeunload", (event) => { if (isDirty()) event.preventDefault(); });
  form.addEventListener("submit", (event) => {
    if (!navigator.onLine) {
      event.preventDefault();
      say(texts.lost, "wrong");
      return;
    }
    keep();
    // What is on its way would come before what is sent now.
    isStopped = true;
    saved = JSON.stringify(values());
  });
  form.addEventListener("input", (event) => {
    if (!event.target.matches("textarea")) return;
    keep();
    later();
  });
  form.addEventListener("focusin", (event) => { if (event.target.matches("textarea")) last = event.target; });

  // Marks: what is chosen, or the place of writing, takes the place of the bar.
  function put(mark) {
    const [before, after] = mark.split("|").length === 2 ? mark.split("|") : [mark, ""];
    const start = last.selectionStart, end = last.selectionEnd;
    const chosen = last.value.slice(start, end);
    let head = before, tail = after;
    if (mark.startsWith("\n")) {
      const front = last.value.slice(0, start), rest = last.value.slice(end);
      const gap = front === "" ? "" : front.endsWith("\n\n") ? "" : front.endsWith("\n") ? "\n" : "\n\n";
      head = gap + before.slice(1);
      if (tail.endsWith("\n") && rest.startsWith("\n")) tail = tail.slice(0, -1);
    }
    last.focus();
    last.setRangeText(head + chosen + tail, start, end, "end");
    const place = start + head.length;
    last.setSelectionRange(place, place + chosen.length);
    last.dispatchEvent(new Event("input", { bubbles: true }));
  }
  const bar = form.querySelector(".toolbar");
  bar.hidden = false;
  bar.addEventListener("click", (event) => { if ("put" in event.target.dataset) put(event.target.dataset.put); });
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
