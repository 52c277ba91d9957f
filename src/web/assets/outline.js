"use strict";
// The outline of a draft: modules and lessons are dragged by a handle. Its buttons do the same without this.
(() => {
  const form = document.querySelector("form.outline-form");
  const list = form && form.querySelector("[data-drag]");
  if (!list) return;
  const words = list.dataset.drag;
  list.querySelectorAll("[data-key]").forEach((item) => {
    const handle = document.createElement("span");
    handle.className = "handle";
    handle.title = words;
    handle.textContent = "⠿";
    // For those who point; the buttons beside it are for everybody.
    handle.setAttribute("aria-hidden", "true");
    item.querySelector(".entry").prepend(handle);
  });
  let held = null, start = null;
  const isModule = (item) => item.classList.contains("module");
  const send = (fields) => {
    Object.entries(fields).forEach(([name, value]) => {
      const field = document.createElement("input");
      field.type = "hidden";
      field.name = name;
      field.value = value;
      form.append(field);
    });
    form.submit();
  };
  list.addEventListener("pointerdown", (event) => {
    if (event.button || !event.target.matches(".handle")) return;
    event.preventDefault();
    held = event.target.closest("[data-key]");
    start = { parent: held.parentNode, next: held.nextElementSibling };
    held.classList.add("held");
    event.target.setPointerCapture(event.pointerId);
  });
  list.addEventListener("pointermove", (event) => {
    if (!held) return;
    const edge = 60;
    if (event.clientY < edge) scrollBy(0, -12);
    else if (event.clientY > innerHeight - edge) scrollBy(0, 12);
    const under = document.elementFromPoint(event.clientX, event.clientY);
    const module = under && under.closest(".module");
    if (!module || !list.contains(module)) return;
    if (isModule(held)) {
      if (module !== held) put(held, module, event.clientY);
      return;
    }
    const lesson = under.closest(".lessons > [data-key]");
    if (lesson && lesson !== held) put(held, lesson, event.clientY);
    else if (!lesson && !module.contains(held)) module.querySelector(".lessons").append(held);
  });
  function put(item, other, y) {
    const box = other.getBoundingClientRect();
    const isBefore = y < box.top + box.height / 2;
    other.parentNode.insertBefore(item, isBefore ? other : other.nextElementSibling);
  }
  const back = () => { start.parent.insertBefore(held, start.next); };
  function end(isDone) {
    if (!held) return;
    const item = held;
    held.classList.remove("held");
    const next = item.nextElementSibling;
    const isSame = item.parentNode === start.parent && next === start.next;
    if (!isDone) back();
    held = null;
    if (!isDone || isSame) return;
    const fields = { before: next ? next.dataset.key : "" };
    fields[isModule(item) ? "place_module" : "place_lesson"] = item.dataset.key;
    if (!isModule(item)) fields.to = item.closest(".module").dataset.key;
    send(fields);
  }
  list.addEventListener("pointerup", () => end(true));
  list.addEventListener("pointercancel", () => end(false));
  addEventListener("keydown", (event) => { if (event.key === "Escape") end(false); });
})();
