// Says so when something could not be sent, or came to nothing, and leaves what was typed where it is. Without this file
// the browser shows its own page for no connection; htmx would stay silent.
let sent = null;
let told = null;

const words = (name) => document.getElementById(name).content.cloneNode(true);

// What asks again and again is told once.
const tellAbove = (name) => {
  const toasts = document.getElementById("toasts");
  const news = words(name);
  if (toasts.textContent.trim() !== news.textContent.trim()) toasts.replaceChildren(news);
};

// Beside the button that was pressed, where it is seen; what no button asked for is told above the page.
const tell = (name, button) => {
  const row = button?.closest(".actions") ?? button;
  if (!row) return tellAbove(name);
  told ??= Object.assign(document.createElement("div"), { className: "unsent" });
  told.setAttribute("role", "alert");
  told.replaceChildren(words(name));
  row.before(told);
  told.scrollIntoView({ block: "nearest" });
};

const forget = () => {
  told?.remove();
  told = null;
};

const buttonOf = (form, submitter) => submitter ?? form?.querySelector?.("[type=submit]");

document.addEventListener("submit", (event) => {
  forget();
  if (event.defaultPrevented || event.target.method !== "post") return;
  sent = buttonOf(event.target, event.submitter);
  if (navigator.onLine) return;
  event.preventDefault();
  tell("unsent", sent);
});

// The worker could not send the form either, and has kept the page open.
navigator.serviceWorker?.addEventListener("message", (event) => {
  if (event.data.unsent && sent) tell("unsent", sent);
});

addEventListener("online", () => told && told.replaceChildren(words("online")));

const REASONS = { sendError: "unsent", timeout: "unsent", responseError: "trouble", swapError: "trouble" };

for (const [name, reason] of Object.entries(REASONS)) {
  document.addEventListener(`htmx:${name}`, ({ detail: { elt } }) => {
    tell(reason, elt.matches("form") ? buttonOf(elt) : null);
  });
}
