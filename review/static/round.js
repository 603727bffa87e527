// Tells how many mails are chosen, and chooses all or none. Without it the page works too.
const boxes = [...document.querySelectorAll('input[name="kies"]')];
const told = document.getElementById("gekozen");

function tell() {
  const count = boxes.filter((box) => box.checked).length;
  told.textContent = `${count.toLocaleString("nl-NL")} gekozen`;
}

function choose(all) {
  for (const box of boxes) {
    box.checked = all;
  }
  tell();
}

for (const [name, all] of [["alle", true], ["geen", false]]) {
  const button = document.getElementById(name);
  if (button) {
    button.hidden = false;
    button.addEventListener("click", () => choose(all));
  }
}
for (const box of boxes) {
  box.addEventListener("change", tell);
}
if (told) {
  tell();
}
