"use strict";
// A file on its way: how much of it has arrived, and that it is being read. The form works without.
(() => {
  const parts = (form) => [form.querySelector(".sending"), form.querySelector(".sending [role=status]"), form.querySelector("progress"), form.querySelector("button[type=submit]")];
  function stop(form, words) {
    const [box, status, bar, button] = parts(form);
    box.hidden = !words;
    status.textContent = words || "";
    bar.hidden = true;
    button.disabled = false;
  }
  // A file that was not accepted: the page says why, in place of this one.
  function show(answer) {
    const made = new DOMParser().parseFromString(answer, "text/html");
    document.title = made.title;
    document.querySelector("main").replaceWith(made.querySelector("main"));
    const summary = document.querySelector(".error-summary");
    if (summary) summary.focus();
  }
  document.addEventListener("submit", (event) => {
    const form = event.target.closest("form[data-upload]");
    if (!form || !form.querySelector("input[type=file]").files.length) return;
    event.preventDefault();
    const [box, status, bar, button] = parts(form);
    const sent = new FormData(form);
    sent.append("script", "yes");
    const request = new XMLHttpRequest();
    request.upload.addEventListener("progress", (event) => {
      if (!event.lengthComputable) return;
      bar.max = event.total;
      bar.value = event.loaded;
      status.textContent = `${form.dataset.sending} ${Math.floor((100 * event.loaded) / event.total)} %`;
    });
    request.upload.addEventListener("load", () => {
      bar.removeAttribute("value");
      status.textContent = form.dataset.reading;
    });
    request.addEventListener("load", () => {
      const to = request.getResponseHeader("Location");
      if (request.status === 201 && to) location.assign(to);
      else if (request.responseURL !== form.action) location.assign(request.responseURL);
      else show(request.responseText);
    });
    request.addEventListener("error", () => stop(form, form.dataset.lost));
    request.open("POST", form.action);
    box.hidden = bar.hidden = false;
    button.disabled = true;
    request.send(sent);
  });
  // A file that is being taken in: how far it is now.
  function watch() {
    const box = document.querySelector("[data-taking]");
    if (!box) return;
    setTimeout(async () => {
      try {
        const answer = await fetch(location.href, { headers: { accept: "text/html" } });
        if (answer.redirected) return location.assign(answer.url);
        const made = new DOMParser().parseFromString(await answer.text(), "text/html");
        const now = made.querySelector("[data-taking]");
        if (!now) return location.reload();
        box.querySelector("progress").replaceWith(now.querySelector("progress"));
        const [status, words] = [box, now].map((one) => one.querySelector("[role=status]"));
        if (status.textContent !== words.textContent) status.textContent = words.textContent;
      } catch {
        // The network is away for a moment.
      }
      watch();
    }, 700);
  }
  watch();
  // Back again: nothing is on its way any more.
  addEventListener("pageshow", () => document.querySelectorAll("form[data-upload]").forEach((form) => stop(form)));
})();
