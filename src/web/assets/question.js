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
  const post = (to, sent) => fetch(to, { method: "POST", body: sent, signal: AbortSignal.timeout ? AbortSignal.timeout(15000) : undefined });
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

  // As a volunteer sees it, in the language in which one writes; asked for while it is in view.
  const LOOK = 1000, MANY = 5000;
  let isSeen = true;
  let lang = texts.language;
  let turn = 0;
  // What was asked for last: the same is not asked for again, because an answer may have been given there meanwhile.
  let shown = "";
  const wanted = () => lang + typed();
  const hide = () => { panel.hidden = true; shown = ""; };
  async function show(to, sent, isAnswer) {
    const mine = ++turn;
    try {
      const answer = await post(to, sent);
      if (mine !== turn) return;
      if (answer.status === 429) { hide(); setTimeout(look, MANY); return; }
      // Signed out, or refused: what stood there is not what is typed.
      if (answer.redirected || !/^(200|422)$/.test(answer.status)) { hide(); return; }
      const part = await answer.text();
      if (mine !== turn) return;
      panel.innerHTML = part;
      panel.hidden = false;
      panel.dispatchEvent(new Event("shown", { bubbles: true }));
      if (isAnswer) panel.focus({ preventScroll: true });
    } catch (_) { shown = ""; /* no network: the status says so when saving fails */ }
  }
  const look = wait(() => {
    if (shown === wanted() || (!isSeen && !panel.hidden)) return;
    shown = wanted();
    show(texts.try, body({ part: "yes", in: lang }), false);
  }, LOOK);
  if (window.IntersectionObserver) {
    new IntersectionObserver((entries) => {
      isSeen = entries[entries.length - 1].isIntersecting;
      if (isSeen) look();
    }).observe(panel);
  }
  panel.addEventListener("submit", (event) => {
    event.preventDefault();
    event.stopPropagation();
    const sent = new URLSearchParams(new FormData(event.target));
    sent.set("part", "yes");
    show(event.target.action, sent, true);
  });
  form.addEventListener("focusin", (event) => {
    if (event.target.tagName !== "TEXTAREA" || event.target.lang === lang) return;
    lang = event.target.lang;
    look();
  });

  // Saved by itself: some time after the last key, soon after a field is left, and now and then while one writes on.
  const PAUSE = 20000, LEFT = 1000, LONGEST = 60000, AGAIN = 15000, MOST = 240000;
  let saved = "", refused = "";
  let isSaving = false, isStopped = !texts.auto, isLeaving = false, isHalted = false, pressed = null;
  let timer, since = 0, again = 0, isGivenUp = false;
  const back = form.querySelector("[data-back]"), undo = form.querySelector("[data-undo]");
  const offer = () => { if (undo) undo.hidden = form.elements.opened.value === form.elements.number.value; };
  const isDirty = () => typed() !== saved;
  const at = (time) => { clearTimeout(timer); timer = setTimeout(save, time); };
  function soon(pause) {
    // After the listeners of all pages, which have taken it for something new.
    if (!isDirty()) { setTimeout(() => { if (!isDirty()) form.dispatchEvent(new Event("saved", { bubbles: true })); }); return; }
    if (!texts.auto) return;
    since = since || Date.now();
    at(Math.max(0, Math.min(pause, since + LONGEST - Date.now())));
  }
  function took(said, sent) {
    const isSame = typed() === sent, isShown = shown === wanted();
    form.elements.number.value = said.number;
    form.elements.was.value = said.was;
    texts.edition = said.edition;
    // A part has a key now: it keeps it, whatever its text says later.
    Object.entries(said.fields).forEach(([name, key]) => {
      const field = form.elements[name];
      if (field && !field.value) field.value = key;
    });
    if (isShown) shown = wanted();
    saved = isSame ? typed() : "";
    if (isSame) form.dispatchEvent(new Event("saved", { bubbles: true }));
    else form.elements.number.dispatchEvent(new Event("change", { bubbles: true }));
    // Going away takes nothing back any more: that has a button of its own.
    if (back) back.textContent = back.dataset.back;
    offer();
    say(texts.saved, "done");
  }
  // It is there, and so is what somebody else changed, which this page does not show.
  function merge(sent) {
    if (typed() === sent) {
      saved = sent;
      form.dispatchEvent(new Event("saved", { bubbles: true }));
    }
    stop(texts.merged);
  }
  function stop(text) {
    isStopped = true;
    say(text, "wrong");
  }
  async function save() {
    clearTimeout(timer);
    since = 0;
    if (isSaving || isStopped || isLeaving || isHalted || !isDirty() || typed() === refused) return;
    const sent = typed();
    isSaving = true;
    say(texts.saving);
    let next = 0;
    try {
      const answer = await post(form.getAttribute("action"), body({ auto: "yes" }));
      if (answer.redirected) throw 403;
      if (answer.status === 409) stop(texts.meanwhile);
      else if (answer.status === 410) stop(texts.gone);
      else if (answer.status === 422) {
        refused = sent;
        say((await answer.json()).waits ? texts.waits : texts.missing);
      } else if (answer.ok) {
        const said = await answer.json();
        if (said.merged) merge(sent); else took(said, sent);
      } else throw answer.status;
      again = 0;
    } catch (status) {
      // Refused, as after signing out: only the button can say why, and the same once more is of no use.
      isHalted = typeof status === "number" && status < 500 && status !== 429;
      // Nobody knows what the server has now: also what was deleted again has to be sent.
      if (!isHalted) saved = "";
      again = Math.min(again * 2 || AGAIN, MOST);
      // Not all at the same moment, once a server is there again.
      if (!isHalted) next = again * (0.75 + Math.random() / 2);
      say(isHalted ? texts.refused : texts.lost + " " + texts.again.replace("{0}", Math.round(next / 1000)), "wrong");
    }
    isSaving = false;
    // What was pressed meanwhile goes now, from the revision that has just been made.
    if (pressed) {
      pressed.removeAttribute("aria-disabled");
      form.requestSubmit(pressed);
    } else if (next) at(next);
    else if (typed() !== sent) soon(PAUSE);
  }
  function goOn() {
    isHalted = false;
    again = 0;
    save();
  }
  addEventListener("online", goOn);
  addEventListener("focus", () => { if (isHalted) goOn(); });
  document.addEventListener("visibilitychange", () => { if (document.visibilityState === "hidden") save(); });
  const stay = () => { isLeaving = isGivenUp = false; };
  addEventListener("pageshow", stay);
  // "Cancel": what was typed and not saved is given up, if the page is really left.
  if (back) back.addEventListener("click", () => {
    if (back.textContent === back.dataset.back) return;
    clearTimeout(timer);
    isLeaving = isGivenUp = true;
    setTimeout(() => { stay(); soon(PAUSE); }, 10000);
  });
  addEventListener("pagehide", () => { if (isGivenUp) form.dispatchEvent(new Event("saved", { bubbles: true })); });
  form.addEventListener("submit", (event) => {
    clearTimeout(timer);
    if (isSaving) {
      pressed = event.submitter;
      if (pressed) pressed.setAttribute("aria-disabled", "true");
      event.preventDefault();
      event.stopPropagation();
      return;
    }
    pressed = null;
    // What nobody has saved is shown once more beside what holds then.
    if (undo && event.submitter === undo) undo.toggleAttribute("data-away", isDirty());
    // Without a network the page stays, and what was pressed goes later.
    isLeaving = navigator.onLine;
    setTimeout(() => { stay(); soon(PAUSE); }, 10000);
  });
  ["input", "change"].forEach((kind) => form.addEventListener(kind, (event) => {
    if (event.target.type === "hidden") return;
    if (isGivenUp) stay();
    look();
    soon(PAUSE);
    if (!texts.auto && !status.textContent && texts.stored !== "no") say(texts.new);
  }));
  form.addEventListener("focusout", () => { if (isDirty()) soon(LEFT); });
  document.addEventListener("DOMContentLoaded", () => {
    // What was typed before, here or by way of the server, is not saved yet.
    const isTyped = texts.stored === "no" || [...form.elements].some(isTouched);
    saved = isTyped ? "" : typed();
    offer();
    look();
    if (isTyped) soon(PAUSE);
  });
})();
