// Says what markup may be put into a page. The browser lets no other in (Trusted Types), whoever asks: htmx, which has
// no rule of its own, or a script of ours. It looks at everything anew, so that a hole in a template is a hole in
// nothing: markup with a handler, a script's text, a frame with a page in it or an address that runs is refused whole.
const RUNS = /^[\s\u0000-\u001f]*(?:javascript|data|vbscript):/i;
const ADDRESSES = ["href", "src", "action", "formaction", "xlink:href"];
const HANDS_ON = "iframe, frame, object, embed, applet, base, meta[http-equiv], portal";

const runs = (one) =>
  one.getAttributeNames().some((name) => name.startsWith("on") || name.startsWith("hx-on") || name === "srcdoc") ||
  ADDRESSES.some((name) => RUNS.test(one.getAttribute(name) ?? "")) ||
  (one.localName === "script" && one.textContent.trim() !== "");

const isHarmless = (root) =>
  !root.querySelector(HANDS_ON) &&
  [...root.querySelectorAll("*")].every((one) => !runs(one) && (one.localName !== "template" || isHarmless(one.content)));

if (window.trustedTypes) {
  // Nothing runs in a document that belongs to no window; that is where markup is looked at.
  const looking = trustedTypes.createPolicy("looking", { createHTML: (markup) => markup });
  const inert = (markup) => new DOMParser().parseFromString(looking.createHTML(markup), "text/html");
  trustedTypes.createPolicy("default", { createHTML: (markup) => (isHarmless(inert(markup)) ? markup : null) });
}
