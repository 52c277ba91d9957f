"use strict";
// Keeps the emergency card of one language for offline: the page as a visitor sees it, and what it needs. Its scope is
// that page alone, so no other page passes through here, and nothing of a signed-in person is stored.
const PAGE = new URL(self.registration.scope).pathname;
const CARD = `card ${PAGE} `;
const KEPT = CARD + "VERSION";
const FILES = [];

const fresh = () => fetch(PAGE, { credentials: "omit", cache: "no-store" });
const keep = async (answer) => {
  if (answer.ok && !answer.redirected) await (await caches.open(KEPT)).put(PAGE, answer.clone());
  return answer;
};

self.addEventListener("install", (event) => {
  const files = () => caches.open(KEPT).then((box) => box.addAll(FILES));
  event.waitUntil(Promise.all([fresh().then(keep), files()]).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  const old = (names) => names.filter((name) => name.startsWith(CARD) && name !== KEPT);
  event.waitUntil(caches.keys().then((names) => Promise.all(old(names).map((name) => caches.delete(name)))));
});

// The network first, for three seconds: then what is kept. The kept page is renewed on the way.
self.addEventListener("fetch", (event) => {
  const path = new URL(event.request.url).pathname;
  if (event.request.method !== "GET") return;
  if (event.request.mode === "navigate" && path === PAGE) {
    event.waitUntil(fresh().then(keep).catch(() => {}));
    const late = new Promise((_, fail) => setTimeout(fail, 3000));
    const online = fetch(event.request).then((answer) => (answer.status < 500 ? answer : Promise.reject()));
    event.respondWith(Promise.race([online, late]).catch(() => caches.match(PAGE).then((kept) => kept || fetch(event.request))));
  } else if (FILES.includes(path)) {
    event.respondWith(caches.match(path).then((kept) => kept || fetch(event.request)));
  }
});
