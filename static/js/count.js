// Keeps the number of characters beside a text field right while somebody writes; line breaks count, the ends do not.
for (const told of document.querySelectorAll("[data-count]")) {
  const field = document.getElementById(told.dataset.count);
  const tell = () => { told.textContent = [...field.value.trim()].length; };
  field.addEventListener("input", tell);
  tell();
}
