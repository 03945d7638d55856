// Starts the worker that keeps the page for no connection, and puts what was shared with the app into the paste. It
// comes by way of the worker's memory, so that it stands in no address and in no cache.
const start = async () => {
  await navigator.serviceWorker.register(document.getElementById("phone-script").dataset.worker);
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
