// Buttons that copy the text of another element; without scripts they are not shown and the text can be selected.
const select = (element) => {
  const range = document.createRange();
  range.selectNodeContents(element);
  getSelection().removeAllRanges();
  getSelection().addRange(range);
};

const copy = async (button) => {
  const source = document.getElementById(button.dataset.copyText);
  select(source);
  // Browsers offer the clipboard to secure pages only; elsewhere the text is selected, to be copied by hand.
  if (!navigator.clipboard) {
    button.textContent = button.dataset.selected;
    return;
  }
  await navigator.clipboard.writeText(source.textContent);
  button.textContent = button.dataset.done;
};

for (const button of document.querySelectorAll("button[data-copy-text]")) {
  button.addEventListener("click", () => copy(button));
}
