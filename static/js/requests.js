// Says so when a request that htmx made in the background came to nothing: htmx itself would stay silent.
const tellTrouble = () => {
  const words = document.getElementById("trouble").content.cloneNode(true);
  const toasts = document.getElementById("toasts");
  toasts.replaceChildren(words);
  toasts.scrollIntoView({ block: "nearest" });
};

for (const name of ["htmx:responseError", "htmx:sendError", "htmx:timeout", "htmx:swapError"]) {
  document.addEventListener(name, tellTrouble);
}
