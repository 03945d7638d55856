// Keeps the number of messages that wait for an answer on the icon of the installed app: a number, and nothing else.
// In a browser's tab nothing is asked and nothing shown; on a page for nobody the number goes.
const place = document.getElementById("badge-script").dataset.waiting;

const show = async () => {
  const answer = await fetch(place, { headers: { Accept: "application/json" } });
  if (!answer.ok || answer.redirected) return navigator.clearAppBadge();
  const { waiting } = await answer.json();
  return waiting ? navigator.setAppBadge(waiting) : navigator.clearAppBadge();
};

if (navigator.setAppBadge && matchMedia("(display-mode: standalone)").matches) {
  // A phone that allows no badge, or has no connection, keeps the icon as it is.
  (place ? show() : navigator.clearAppBadge()).catch(() => {});
}
