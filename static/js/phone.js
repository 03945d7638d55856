// Starts the worker that keeps the page for no connection, and takes over what was shared with the app: words into the
// paste, pictures into the form that reads them. It comes by way of the worker's memory, so that it stands in no address
// and in no cache.
const WORKER = new URL(document.getElementById("phone-script").dataset.worker, location.origin).href;
const trusted = window.trustedTypes?.createPolicy("worker", { createScriptURL: () => WORKER });

const putText = (text) => {
  const paste = document.querySelector("#check textarea.paste");
  if (!paste) return;
  if (!paste.value) paste.value = text;
  paste.focus();
};

const putFiles = (files) => {
  const input = document.querySelector("[data-pictures] input[type=file]");
  if (!input) return;
  const all = new DataTransfer();
  for (const file of files) all.items.add(file);
  input.files = all.files;
  input.dispatchEvent(new Event("change", { bubbles: true }));
};

const start = async () => {
  await navigator.serviceWorker.register(trusted ? trusted.createScriptURL("") : WORKER);
  if (location.hash !== "#shared") return;
  navigator.serviceWorker.addEventListener("message", ({ data: { shared } }) => {
    if (shared?.files) putFiles(shared.files);
    else if (shared) putText(shared.text);
  });
  (await navigator.serviceWorker.ready).active.postMessage("shared?");
};

if ("serviceWorker" in navigator) start();
