"use strict";
// Places of a picture, drawn with the mouse or a finger. The numbers in the fields are what is saved; they can be typed, too.
(() => {
  const draw = document.querySelector("[data-draw]");
  const form = draw && draw.closest("form");
  if (!form) return;
  const svg = draw.querySelector("svg");
  const [, , width, height] = svg.getAttribute("viewBox").split(" ").map(Number);
  const hint = draw.querySelector(".draw-hint");
  const zones = [...form.querySelectorAll("[data-zone]")].map((box, place) => ({
    place, shape: box.querySelector("select"), numbers: box.querySelector("input"), part: box.closest(".part"), box,
  }));
  let active = null;
  let start = null;
  const values = (zone) => zone.numbers.value.split(/[\s,;]+/).filter(Boolean).map(Number);
  const element = (name, attributes, text) => {
    const made = document.createElementNS("http://www.w3.org/2000/svg", name);
    Object.entries(attributes).forEach(([key, value]) => made.setAttribute(key, value));
    if (text) made.textContent = text;
    return made;
  };

  function outline(zone) {
    const n = values(zone);
    if (n.some(Number.isNaN)) return null;
    if (zone.shape.value === "circle") return n.length === 3 && [element("circle", { cx: n[0], cy: n[1], r: n[2] }), n[0], n[1]];
    if (zone.shape.value === "rect") {
      return n.length === 4 && [element("rect", { x: n[0], y: n[1], width: n[2], height: n[3] }), n[0] + n[2] / 2, n[1] + n[3] / 2];
    }
    return n.length >= 4 && [element(n.length < 6 ? "polyline" : "polygon", { points: n.join(" ") }), n[0], n[1]];
  }
  function show() {
    svg.replaceChildren();
    zones.forEach((zone) => {
      const made = outline(zone);
      if (!made) return;
      const isRight = zone.part.querySelector("[name$=right]").checked;
      made[0].setAttribute("class", (isRight ? "is-right" : "is-wrong") + (zone === active ? " is-active" : ""));
      svg.append(made[0], element("text", { x: made[1], y: made[2] }, String(zone.place + 1)));
    });
  }
  function choose(zone, isDrawn) {
    active = zone;
    hint.textContent = draw.dataset.now.replace("{0}", zone.place + 1);
    if (isDrawn) draw.scrollIntoView({ block: "nearest" });
    show();
  }
  zones.forEach((zone) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button small secondary";
    button.textContent = draw.dataset.words;
    button.addEventListener("click", () => {
      if (zone.shape.value === "polygon") zone.numbers.value = "";
      choose(zone, true);
    });
    zone.box.append(button);
    zone.box.addEventListener("focusin", () => choose(zone, false));
  });
  form.addEventListener("input", show);

  const whole = (number, most) => Math.max(0, Math.min(most, Math.round(number)));
  const at = (event) => {
    const point = new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM().inverse());
    return [whole(point.x, width), whole(point.y, height)];
  };
  function put(numbers) {
    active.numbers.value = numbers;
    active.numbers.dispatchEvent(new Event("input", { bubbles: true }));
  }
  svg.addEventListener("pointerdown", (event) => {
    if (!active) choose(zones.find((zone) => !zone.numbers.value) || zones[0], false);
    event.preventDefault();
    svg.setPointerCapture(event.pointerId);
    start = at(event);
    if (active.shape.value === "polygon") {
      put((active.numbers.value ? active.numbers.value + "; " : "") + start.join(", "));
      start = null;
    }
  });
  svg.addEventListener("pointermove", (event) => {
    if (!start) return;
    const [x, y] = at(event);
    if (active.shape.value === "circle") {
      put([...start, Math.max(1, Math.round(Math.hypot(x - start[0], y - start[1])))].join(", "));
    } else {
      put([Math.min(x, start[0]), Math.min(y, start[1]), Math.abs(x - start[0]), Math.abs(y - start[1])].join(", "));
    }
  });
  const end = () => { start = null; };
  svg.addEventListener("pointerup", end);
  svg.addEventListener("pointercancel", end);
  draw.classList.add("can-draw");
  hint.textContent = draw.dataset.how;
  show();
})();
