// Starts the worker that keeps the page for no connection, and puts what was shared with the app into the paste. It
// comes by way of the worker's memory, so that it stands in no address and in no cache.
const WORKER = new URL(document.getElementById("phone-script").dataset.worker, location.origin).href;
const trusted = window.trustedTypes?.createPolicy("worker", { createScriptURL: () => WORKER });

const start = async () => {
  await navigator.serviceWorker.register(trusted ? trusted.createScriptURL("") : WORKER);
  const paste = document.querySelector("#check textarea.paste");
  if (!paste || location.hash !== "#shared") return;
  navigator.serviceWorker.addEventListener("message", (event) => {
    if (!event.data.shared) return;
    if (!paste.value) paste.value = event.data.shared;
    paste.focus();
  });
  (await navigator.serviceWorker.ready).active.postMessage("shared?");
};

if ("serviceWorker" in navigator) start();
