// Going back to a check finds it as it was left. No copy of a page may stay in the browser, so what was checked stands
// in this one entry of its history, and goes when the tab is closed or left in a hurry.
const form = () => document.getElementById("check");
const FIELDS = ["paste", "received_at", "sender", "channel", "recipient"];
const NOW = "just_came";

document.addEventListener("htmx:afterRequest", ({ detail: { successful, requestConfig } }) => {
  if (!successful || !form()?.elements.paste) return;
  const typed = Object.fromEntries(FIELDS.map((name) => [name, form().elements[name].value]));
  typed.came = requestConfig.triggeringEvent?.submitter?.name === NOW;
  history.replaceState({ ...history.state, typed }, "");
});

const again = (typed) => {
  for (const name of FIELDS) form().elements[name].value = typed[name];
  form().requestSubmit(typed.came ? form().elements[NOW] : undefined);
};

const { typed } = history.state ?? {};
const [{ type }] = performance.getEntriesByType("navigation");
if (typed && type === "back_forward" && form() && !form().elements.paste.value) {
  // htmx listens once the page is complete.
  if (document.readyState === "complete") again(typed);
  else addEventListener("load", () => again(typed), { once: true });
}
