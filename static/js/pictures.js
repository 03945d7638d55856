// Takes pictures that are pasted anywhere on the page or dropped on the form, beside those chosen with the file input.
const form = document.querySelector("[data-pictures]");
const input = form.querySelector("input[type=file]");
const camera = form.querySelector("[data-camera]");
const told = form.querySelector("[data-pictures-told]");

const pictures = (files) => [...files].filter((file) => file.type.startsWith("image/"));

const add = (files) => {
  const all = new DataTransfer();
  for (const file of [...input.files, ...files]) all.items.add(file);
  input.files = all.files;
  tell();
  form.scrollIntoView({ block: "nearest" });
};

const tell = () => {
  form.querySelector("[data-pictures-count]").textContent = input.files.length;
  told.hidden = !input.files.length;
};

input.addEventListener("change", tell);

// What was photographed joins what was chosen, so that it is counted and a second photograph does not replace it.
camera.addEventListener("change", () => {
  add(camera.files);
  camera.value = "";
});

document.addEventListener("paste", (event) => {
  const found = pictures(event.clipboardData.files);
  if (!found.length) return;
  event.preventDefault();
  add(found);
});

form.addEventListener("dragover", (event) => {
  event.preventDefault();
  form.classList.add("over");
});

form.addEventListener("dragleave", () => form.classList.remove("over"));

form.addEventListener("drop", (event) => {
  event.preventDefault();
  form.classList.remove("over");
  add(pictures(event.dataTransfer.files));
});
