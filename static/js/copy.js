// Shows the button that copies a text field, where the browser can do it, and says so when it is done.
for (const button of document.querySelectorAll("[data-copy]")) {
  const field = document.getElementById(button.dataset.copy);
  const told = button.parentElement.querySelector("[data-copied]");
  button.hidden = !navigator.clipboard;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(field.value);
    told.hidden = false;
  });
  field.addEventListener("input", () => { told.hidden = true; });
}
