// Leaves for an unrelated page by the link in the head, or when Escape is pressed twice within a moment. What was open
// is hidden at once and its place in the history is taken. Without this file the link still leads away.
const SOON = 600;
let last = -SOON;

const leave = () => {
  document.documentElement.classList.add("left");
  document.title = "…";
  navigator.clearAppBadge?.().catch(() => { /* an icon that may show no number shows none */ });
  location.replace(document.querySelector("a.leave").href);
};

document.addEventListener("click", (event) => {
  if (!event.target.closest("a.leave") || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  leave();
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || event.repeat) return;
  if (event.timeStamp - last < SOON) leave();
  last = event.timeStamp;
});
