// The inbox by its keys, and ticking a whole page. Without this file the boxes and buttons do the same.
const KEPT_AS = "queue-keys";
const inbox = document.getElementById("inbox");
const queue = () => document.getElementById("queue");
const boxes = () => [...queue().querySelectorAll("[name=chosen]")];
const rowOf = (element) => element?.closest?.(".pickable");

// A browser may refuse to remember anything: the keys are on then until the page is left.
const remembered = () => {
  try { return localStorage.getItem(KEPT_AS) !== "off"; } catch { return true; }
};
const remember = (on) => {
  try { localStorage.setItem(KEPT_AS, on ? "on" : "off"); } catch { /* the box itself still tells what holds */ }
};
const areOn = () => document.getElementById("keys-on")?.checked;

const count = () => {
  const ticked = boxes().filter((box) => box.checked).length;
  queue().querySelector(".picked").textContent = ticked ? ` ${ticked}` : "";
};

const begin = () => {
  if (!queue()) return;
  document.querySelector(".keys").hidden = false;
  document.querySelector("[data-pick=all]").hidden = false;
  document.getElementById("keys-on").checked = remembered();
  count();
};

const move = (by) => {
  const links = [...queue().querySelectorAll(".pickable .line")];
  const here = links.indexOf(rowOf(document.activeElement)?.querySelector(".line"));
  const next = here < 0 ? 0 : Math.min(Math.max(here + by, 0), links.length - 1);
  links[next].focus();
  links[next].scrollIntoView({ block: "nearest" });
};

const tick = () => rowOf(document.activeElement)?.querySelector("[name=chosen]").click();

const press = (key) => {
  const button = inbox.querySelector(`[data-key="${key}"]`);
  if (!button) return;
  const inQueue = queue().contains(button);
  if (inQueue && !boxes().some((box) => box.checked)) tick();
  if (!inQueue || boxes().some((box) => box.checked)) button.click();
};

const chooseLoan = () => {
  const select = document.getElementById("chosen-loan");
  if (!select) return;
  select.closest("details").open = true;
  select.focus();
};

const KEYS = {
  j: () => move(1),
  k: () => move(-1),
  x: tick,
  l: chooseLoan,
  n: () => press("n"),
  e: () => press("e"),
  u: () => press("u"),
};

const isTyping = (target) => target.matches("input:not([type=checkbox]), select, textarea, [contenteditable]");

document.addEventListener("keydown", (event) => {
  const act = KEYS[event.key];
  if (!act || event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
  if (event.repeat && !"jk".includes(event.key)) return;
  if (!queue() || !areOn() || isTyping(event.target)) return;
  event.preventDefault();
  act();
});

inbox.addEventListener("change", (event) => {
  if (event.target.id === "keys-on") remember(event.target.checked);
  if (event.target.name === "chosen") count();
});

inbox.addEventListener("click", (event) => {
  if (!event.target.closest("[data-pick=all]")) return;
  const wanted = boxes().some((box) => !box.checked);
  for (const box of boxes()) box.checked = wanted;
  count();
});

document.addEventListener("htmx:afterSwap", begin);
begin();
