"use strict";
// Everything here only adds to pages that work without it. Texts come from the page.
(() => {
  const texts = (document.currentScript || {}).dataset || {};
  const each = (selector, work, root) => (root || document).querySelectorAll(selector).forEach(work);
  const voice = document.createElement("div");
  voice.className = "sr";
  voice.setAttribute("role", "status");
  document.body.append(voice);

  // What was typed stays in this tab until the server has accepted it.
  const PREFIX = "typed ";
  const keyOf = (form) => PREFIX + (form.getAttribute("action") || "").replace(/^\/(kk|ru|en)(?=\/)/, "");
  const isKept = (form) => form.method === "post" && (form.matches("[data-keep]") || form.querySelector(".question"));
  const store = (work) => { try { return work(sessionStorage); } catch (_) { return null; } };
  const inputs = (form) => [...form.elements].filter((field) => field.name && !/^(hidden|password|submit|button|file)$/.test(field.type) && !/password/.test(field.autocomplete));
  // What is brought back belongs to the same text and to the same parts of it, in the same order.
  function edition(form) {
    const parts = [...form.elements].filter((field) => field.type === "hidden" && /^p\d+(-o\d+)?-id$/.test(field.name));
    const number = form.elements.number && form.elements.number.type === "hidden" ? form.elements.number.value : "";
    return [form.dataset.edition || number, ...parts.map((field) => field.name + field.value)].join(" ");
  }

  // A phone is shared: what one person typed is never shown to another.
  const whose = () => (document.querySelector(".account .who") || {}).textContent || "";

  function keep(form, sent) {
    const values = inputs(form).filter((field) => !/radio|checkbox/.test(field.type) || field.checked).map((field) => [field.name, field.value]);
    store((box) => box.setItem(keyOf(form), JSON.stringify({ sent, values, who: whose(), edition: edition(form), lost: form.lost })));
  }

  // Somebody has changed the text since: what was typed and not sent is shown beside it.
  function lost(form, typed) {
    form.lost = typed;
    const isText = (field) => !field || field.type === "textarea" || field.type === "text";
    const written = typed.values.filter(([name, value]) => value.trim() && isText(form.elements[name]) && (form.elements[name] || {}).value !== value);
    if (!written.length) return;
    const box = document.createElement("details");
    box.className = "note kept";
    box.open = true;
    box.append(document.createElement("summary"), ...written.map(() => document.createElement("p")));
    [...box.children].forEach((part, place) => { part.textContent = place ? written[place - 1][1] : texts.kept; });
    const done = document.createElement("button");
    done.type = "button";
    done.className = "button small secondary";
    done.textContent = texts.done;
    done.addEventListener("click", () => { form.lost = null; box.remove(); keep(form, false); });
    box.append(done);
    form.prepend(box);
  }

  function restore(form, typed) {
    if (typed.edition !== edition(form)) {
      const unsent = typed.lost || (!typed.sent && { values: typed.values });
      if (unsent && form.matches("[data-leave]")) lost(form, unsent);
      return;
    }
    if (typed.lost) lost(form, typed.lost);
    const mark = form.querySelector("[data-mark] input");
    const point = mark && typed.values.find(([, value]) => /^[\d.]+,[\d.]+$/.test(value));
    if (point) mark.value = point[1];
    inputs(form).forEach((field) => {
      const values = typed.values.filter(([name]) => name === field.name).map(([, value]) => value);
      if (/radio|checkbox/.test(field.type)) field.checked = values.includes(field.value);
      else if (values.length && (field.type !== "select-one" || [...field.options].some((option) => option.value === values[0]))) field.value = values[0];
    });
  }

  function restoreAll() {
    const forms = new Map([...document.forms].filter(isKept).map((form) => [keyOf(form), form]));
    // Where one signs in again, it waits: the form it belongs to comes afterwards.
    const problem = document.querySelector("main[data-problem], main form[action$='/sign-in'], main form[action$='/sign-in/code'], main form[action$='/password'], main form[action*='/second-factor']");
    store((box) => Object.keys(box).filter((key) => key.startsWith(PREFIX)).forEach((key) => {
      const form = forms.get(key);
      const typed = JSON.parse(box.getItem(key));
      if (whose() && typed.who && typed.who !== whose()) box.removeItem(key);
      else if (form && !form.querySelector(".wrong")) restore(form, typed);
      else if (form || (typed.sent && !problem)) box.removeItem(key);
    }));
  }

  function notice(form, text, kind) {
    let box = form.querySelector(".notice");
    if (!box) {
      box = document.createElement("p");
      box.setAttribute("role", "status");
      form.prepend(box);
    }
    box.className = "notice flash " + kind;
    box.textContent = text;
    box.scrollIntoView({ block: "nearest" });
  }

  // One submission at a time; nothing is sent into nowhere.
  const buttons = (form) => [...form.elements].filter((field) => field.type === "submit");
  const busy = new Set();
  const waiting = new Map();
  const show = (form) => buttons(form).forEach((button) => { button.setAttribute("aria-disabled", busy.has(form)); });
  const release = () => [...busy].forEach((form) => { busy.delete(form); show(form); });

  // Of a form that takes long to fill in, leaving is asked about.
  let left = null;
  addEventListener("beforeunload", (event) => { if (left) event.preventDefault(); });

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method !== "post") return;
    if (busy.has(form)) {
      event.preventDefault();
      return;
    }
    if (isKept(form)) {
      // Whoever goes to look at what was typed has not sent it.
      keep(form, navigator.onLine && !(event.submitter && "away" in event.submitter.dataset));
      if (!navigator.onLine) {
        event.preventDefault();
        const isLater = form.matches("[data-leave]");
        if (isLater) waiting.set(form, event.submitter || undefined);
        notice(form, isLater ? texts.later : texts.offline, "wrong");
        return;
      }
    }
    if (/\/sign-out$/.test(form.getAttribute("action"))) {
      store((box) => Object.keys(box).filter((key) => key.startsWith(PREFIX)).forEach((key) => box.removeItem(key)));
    }
    left = null;
    // Not `disabled`: the button that was pressed keeps the focus, also where a file comes and the page stays. Then
    // the next button is pressed soon.
    const stays = event.submitter && (event.submitter.formTarget || "file" in event.submitter.dataset);
    busy.add(form);
    show(form);
    setTimeout(release, stays ? 1000 : 10000);
  });
  addEventListener("pageshow", release);
  addEventListener("online", () => each(".notice.wrong", (box) => notice(box.closest("form"), texts.online, "")));
  // What an author wanted to save goes as soon as the server answers again.
  addEventListener("online", async () => {
    const answers = waiting.size && await fetch("/healthz", { cache: "no-store" }).then((answer) => answer.ok, () => false);
    if (answers) [...waiting].filter(([form]) => form.isConnected).slice(0, 1).forEach(([form, button]) => form.requestSubmit(button));
    waiting.clear();
  });
  ["input", "change"].forEach((kind) => document.addEventListener(kind, (event) => {
    const form = event.target.form;
    if (form && isKept(form)) keep(form, false);
    if (form && form.matches("[data-leave]")) left = form;
  }));
  // A page that saves by itself says when everything is there.
  document.addEventListener("saved", (event) => {
    if (left === event.target) left = null;
    store((box) => box.removeItem(keyOf(event.target)));
  });

  // Steps to bring into order: buttons, and dragging with a mouse. The lists of places stay what is sent.
  function ordering(list) {
    const items = () => [...list.children];
    const place = (item) => item.querySelector("select");
    items().sort((a, b) => place(a).value - place(b).value).forEach((item) => list.append(item));
    list.classList.add("moving");

    function number() {
      items().forEach((item, index, all) => {
        place(item).value = String(index + 1);
        const [up, down] = item.querySelectorAll(".move");
        up.setAttribute("aria-disabled", index === 0);
        down.setAttribute("aria-disabled", index === all.length - 1);
      });
    }
    function moved(item) {
      number();
      voice.textContent = words(item) + ": " + list.dataset.moved + " " + place(item).value;
      place(item).dispatchEvent(new Event("change", { bubbles: true }));
    }
    const words = (item) => (item.querySelector(".step") || item).textContent.trim();
    const before = (item, next) => { if (next !== item) list.insertBefore(item, next); };

    items().forEach((item) => {
      place(item).tabIndex = -1;
      place(item).setAttribute("aria-hidden", "true");
      [["↑", list.dataset.up, -1], ["↓", list.dataset.down, 1]].forEach(([sign, label, by]) => {
        const button = document.createElement("button");
        button.type = "button";
        button.className = "move";
        button.textContent = sign;
        button.setAttribute("aria-label", label + ": " + words(item));
        button.addEventListener("click", () => {
          const other = by < 0 ? item.previousElementSibling : item.nextElementSibling;
          if (!other) return;
          list.insertBefore(item, by < 0 ? other : other.nextElementSibling);
          button.focus();
          moved(item);
        });
        item.append(button);
      });
      item.addEventListener("pointerdown", (event) => {
        if (event.pointerType === "touch" || event.button || event.target.closest("button")) return;
        event.preventDefault();
        item.classList.add("dragged");
        const was = items().indexOf(item);
        const follow = (at) => {
          const next = items().find((other) => other !== item && at.clientY < other.getBoundingClientRect().top + other.offsetHeight / 2);
          if (next !== item.nextElementSibling) before(item, next || null);
        };
        const drop = () => {
          item.classList.remove("dragged");
          document.removeEventListener("pointermove", follow);
          if (items().indexOf(item) !== was) moved(item);
        };
        document.addEventListener("pointermove", follow);
        document.addEventListener("pointerup", drop, { once: true });
        document.addEventListener("pointercancel", drop, { once: true });
      });
    });
    number();
  }

  // A place in a picture: what is tapped becomes one of the choices, in units of the picture.
  function hotspot(box) {
    const [width, height] = box.dataset.hotspot.split(" ");
    const [image, pin, mark, words] = ["img", ".pin", "[data-mark]", "details"].map((css) => box.querySelector(css));
    const radio = mark.querySelector("input");
    const units = (from, size, all) => Math.max(0, Math.round((from / size) * all * 10) / 10);
    function draw() {
      mark.hidden = !radio.value;
      pin.classList.toggle("off", !radio.value || !radio.checked);
      if (radio.value) pin.setAttribute("transform", "translate(" + radio.value.replace(",", " ") + ")");
    }
    box.classList.add("live");
    words.open = [...words.querySelectorAll("input")].some((field) => field.checked && field !== radio) || Boolean(box.closest(".wrong"));
    image.addEventListener("click", (event) => {
      const at = image.getBoundingClientRect();
      radio.value = units(event.clientX - at.left, at.width, width) + "," + units(event.clientY - at.top, at.height, height);
      radio.checked = true;
      voice.textContent = mark.textContent;
      radio.dispatchEvent(new Event("change", { bubbles: true }));
    });
    box.addEventListener("change", draw);
    draw();
  }

  function copy(button) {
    const text = button.dataset.copy;
    const done = () => { voice.textContent = button.textContent = button.dataset.copied || "✓"; };
    if (navigator.clipboard) { navigator.clipboard.writeText(text).then(done); return; }
    const area = document.createElement("textarea");
    area.value = text;
    document.body.append(area);
    area.select();
    if (document.execCommand("copy")) done();
    area.remove();
    button.focus();
  }

  // What is typed as a password, until it is sent.
  function reveal(button) {
    const field = document.getElementById(button.dataset.reveal);
    const show = (shown) => {
      field.type = shown ? "text" : "password";
      button.setAttribute("aria-pressed", shown);
    };
    button.hidden = false;
    button.addEventListener("click", () => show(field.type === "password"));
    field.form.addEventListener("submit", () => show(false));
  }

  // The code on a card brings the sign-in name after the #, which never leaves the phone.
  function fromCard(field) {
    const name = /^#([a-z]+\d{4})$/.exec(location.hash);
    if (!name || field.value) return;
    field.value = name[1];
    each("#password", (password) => password.focus());
  }

  // The emergency card works offline from the first visit on, in the language of the page: a worker for the card alone.
  // By itself a browser looks for a newer worker only when the card is opened, so it is asked to once a day.
  async function keepCard() {
    const scope = "/" + document.documentElement.lang + "/emergency", today = new Date().toDateString();
    const worker = await navigator.serviceWorker.register("/emergency-worker.js", { scope });
    if (localStorage.getItem(scope) === today) return;
    if (worker.active) await worker.update();
    localStorage.setItem(scope, today);
  }
  if (navigator.serviceWorker && isSecureContext) addEventListener("load", () => keepCard().catch(() => {}));

  restoreAll();
  each("#identifier", fromCard);
  each("[data-reveal]", reveal);
  each("[data-ordering]", ordering);
  each("[data-hotspot]", hotspot);
  // A page puts a question in later.
  document.addEventListener("shown", (event) => {
    each("[data-ordering]", ordering, event.target);
    each("[data-hotspot]", hotspot, event.target);
  });
  each("[data-live]", (words) => { words.hidden = false; });
  each(".error-summary", (summary) => summary.focus());
  each("[data-print], [data-copy]", (button) => {
    button.hidden = false;
    button.addEventListener("click", () => ("print" in button.dataset ? print() : copy(button)));
  });
})();
