"use strict";
// The form of a question: it saves itself while one writes, and shows beside it what a volunteer sees. The page works without.
(() => {
  const form = document.querySelector("form[data-try]");
  if (!form) return;
  const texts = form.dataset;
  const panel = document.querySelector(".phone.tried");
  const status = form.querySelector(".status");
  const say = (text, kind) => { status.textContent = text || ""; status.className = "status " + (kind || ""); };
  const body = (more) => {
    const sent = new URLSearchParams(new FormData(form));
    Object.entries(more).forEach(([name, value]) => sent.set(name, value));
    return sent;
  };
  // What is typed and chosen. From which revision it was made is no part of it.
  const typed = () => JSON.stringify([...new FormData(form)].filter(([name]) => !/^(number|was)$/.test(name)));
  const isTouched = (field) => {
    if (/radio|checkbox/.test(field.type)) return field.checked !== field.defaultChecked;
    if (field.type !== "select-one") return "defaultValue" in field && field.value !== field.defaultValue;
    return [...field.options].some((option) => option.defaultSelected) && !field.selectedOptions[0].defaultSelected;
  };
  function wait(work, time) {
    let timer;
    return () => { clearTimeout(timer); timer = setTimeout(work, time); };
  }

  // As a volunteer sees it, in the language in which one writes.
  let lang = texts.language;
  let turn = 0;
  async function show(to, sent) {
    const mine = ++turn;
    try {
      const answer = await fetch(to, { method: "POST", body: sent });
      if (!/^(200|422)$/.test(answer.status) || mine !== turn) return;
      panel.innerHTML = await answer.text();
      panel.hidden = false;
      panel.dispatchEvent(new Event("shown", { bubbles: true }));
    } catch (_) { /* no network: the status says so when saving fails */ }
  }
  const look = wait(() => show(texts.try, body({ part: "yes", in: lang })), 500);
  panel.addEventListener("submit", (event) => {
    event.preventDefault();
    event.stopPropagation();
    const sent = new URLSearchParams(new FormData(event.target));
    sent.set("part", "yes");
    show(event.target.action, sent);
  });
  form.addEventListener("focusin", (event) => {
    if (event.target.tagName !== "TEXTAREA" || event.target.lang === lang) return;
    lang = event.target.lang;
    look();
  });

  // Saved by itself.
  let saved = "";
  let isSaving = false, isStopped = !texts.auto, pressed = null;
  const isDirty = () => typed() !== saved;
  function took(said, sent) {
    const isSame = typed() === sent;
    form.elements.number.value = said.number;
    form.elements.was.value = said.was;
    texts.edition = said.edition;
    // A part has a key now: it keeps it, whatever its text says later.
    Object.entries(said.fields).forEach(([name, key]) => {
      const field = form.elements[name];
      if (field && !field.value) field.value = key;
    });
    saved = isSame ? typed() : "";
    if (isSame) form.dispatchEvent(new Event("saved", { bubbles: true }));
    else form.elements.number.dispatchEvent(new Event("change", { bubbles: true }));
    say(texts.saved, "done");
  }
  function stop(text) {
    isStopped = true;
    say(text, "wrong");
  }
  async function save() {
    if (isSaving || isStopped || !isDirty()) return;
    const sent = typed();
    isSaving = true;
    say(texts.saving);
    try {
      const answer = await fetch(form.getAttribute("action"), { method: "POST", body: body({ auto: "yes" }) });
      if (answer.status === 409) stop(texts.meanwhile);
      else if (answer.status === 410) stop(texts.gone);
      else if (answer.status === 422) say(texts.missing);
      else if (answer.ok && !answer.redirected) took(await answer.json(), sent);
      else throw answer.status;
    } catch (status) {
      // Refused, as after signing out: only the button can say why.
      say(typeof status === "number" && status < 500 ? texts.refused : texts.lost, "wrong");
      setTimeout(save, 15000);
    }
    isSaving = false;
    // What was pressed meanwhile goes now, from the revision that has just been made.
    if (pressed) form.requestSubmit(pressed);
    else if (typed() !== sent) soon();
  }
  const soon = wait(save, 4000);
  addEventListener("online", save);
  form.addEventListener("submit", (event) => {
    if (isSaving) {
      pressed = event.submitter;
      event.preventDefault();
      event.stopPropagation();
      return;
    }
    pressed = null;
    // Without a network the page stays, and what was pressed goes later.
    isStopped = isStopped || navigator.onLine;
  });
  ["input", "change"].forEach((kind) => form.addEventListener(kind, (event) => {
    if (event.target.type === "hidden") return;
    look();
    if (texts.auto) soon();
    else if (!status.textContent && texts.stored !== "no") say(texts.new);
  }));
  document.addEventListener("DOMContentLoaded", () => {
    // What was typed before, here or by way of the server, is not saved yet.
    const isTyped = texts.stored === "no" || [...form.elements].some(isTouched);
    saved = isTyped ? "" : typed();
    look();
    if (isTyped && texts.auto) soon();
  });
})();
