"use strict";
// Without this the page is one long page with everything open. With it one scene is shown at a time, evidence opens on demand.
const root = document.documentElement;
const byId = (id) => document.getElementById(id);
const scenes = [...document.querySelectorAll(".scene")];
const told = byId("told"), position = byId("position"), contents = byId("contents"), contentsButton = byId("contents-button");
let current = 0;

root.classList.add("paged");
for (const part of document.querySelectorAll(".scripted")) part.hidden = false;

// What is not shown is found by the browser's own search all the same, which then asks for it with "beforematch".
const hide = (element, isHidden) => isHidden ? element.setAttribute("hidden", "until-found") : element.removeAttribute("hidden");

// A button that says and does what the element did; its words and its name stay.
function pressable(element, attributes, press) {
  const button = document.createElement("button");
  button.type = "button";
  for (const { name, value } of [...element.attributes].filter(({ name }) => name !== "href")) button.setAttribute(name, value);
  for (const [name, value] of Object.entries(attributes)) button.setAttribute(name, value);
  button.append(...element.childNodes);
  button.addEventListener("click", press);
  return button;
}

// ---- What opens and closes: statements below an endnote, the speaker's notes.
const folds = new Map();
for (const element of document.querySelectorAll(".fold")) {
  const inner = element.querySelector(".folded"), heading = element.querySelector(".fold-heading");
  const fold = { element, inner, pins: [], isOpen: true, opener: null };
  fold.button = pressable(heading.firstElementChild, { "aria-controls": inner.id }, () => setOpen(fold, !fold.isOpen, fold.button));
  heading.firstElementChild.replaceWith(fold.button);
  inner.addEventListener("beforematch", () => setOpen(fold, true, fold.button));
  folds.set(element.id, fold);
}
for (const link of document.querySelectorAll("a.pin")) {
  const fold = folds.get(link.hash.slice(1));
  const pin = pressable(link, { "aria-controls": fold.inner.id }, () => {
    setOpen(fold, !fold.isOpen, pin);
    if (fold.isOpen) reveal(fold);
  });
  fold.pins.push(pin);
  link.replaceWith(pin);
}

function setOpen(fold, isOpen, opener) {
  fold.isOpen = isOpen;
  fold.opener = isOpen ? opener : null;
  hide(fold.inner, !isOpen);
  for (const button of [fold.button, ...fold.pins]) button.setAttribute("aria-expanded", isOpen);
  const scene = fold.element.closest(".scene"), all = scene.querySelector(".all");
  if (all) all.setAttribute("aria-pressed", endnotesOf(scene).every((endnote) => endnote.isOpen));
}

function reveal(fold) {
  fold.button.focus({ preventScroll: true });
  fold.element.scrollIntoView({ block: "nearest" });
}

const endnotesOf = (scene) => [...scene.querySelectorAll(".endnote")].map((element) => folds.get(element.id));
for (const all of document.querySelectorAll(".all")) {
  const scene = all.closest(".scene");
  all.addEventListener("click", () => {
    const isOpen = all.getAttribute("aria-pressed") !== "true";
    for (const fold of endnotesOf(scene)) setOpen(fold, isOpen, all);
  });
}
for (const fold of folds.values()) setOpen(fold, false, null);

// Of what is open in this scene, that which has the keyboard, or else the last; the keyboard goes back to where it was opened.
function closeOne() {
  const open = [...folds.values()].filter((fold) => fold.isOpen && scenes[current].contains(fold.element));
  const fold = open.find((fold) => fold.element.contains(document.activeElement)) ?? open.at(-1);
  if (!fold) return;
  const opener = fold.opener ?? fold.button;
  setOpen(fold, false, null);
  opener.focus();
}

// ---- One scene at a time.
function go(to, isTold = true) {
  const index = Math.max(0, Math.min(to, scenes.length - 1)), scene = scenes[index];
  const hadFocus = scenes.some((other) => other !== scene && other.contains(document.activeElement));
  const isOther = index !== current;
  current = index;
  scenes.forEach((other, n) => hide(other, n !== index));
  position.textContent = `${index + 1} / ${scenes.length}`;
  byId("previous").setAttribute("aria-disabled", index === 0);
  byId("next").setAttribute("aria-disabled", index === scenes.length - 1);
  for (const link of contents.querySelectorAll("a")) {
    if (link.hash === `#${scene.id}`) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }
  if (!isOther) return;
  window.scrollTo(0, 0);
  if (hadFocus) scene.focus({ preventScroll: true });
  if (isTold) told.textContent = scene.dataset.told;
  // A page that lies in another may not be allowed to.
  try { history.replaceState(null, "", `#${scene.id}`); } catch { /* only the address stays behind */ }
}

function goToHash() {
  const target = byId(decodeURIComponent(location.hash.slice(1)));
  const index = scenes.findIndex((scene) => target && scene.contains(target));
  if (index < 0) return;
  go(index);
  const fold = folds.get(target.closest(".fold")?.id);
  if (fold) { setOpen(fold, true, fold.button); reveal(fold); }
}

byId("previous").addEventListener("click", () => go(current - 1));
byId("next").addEventListener("click", () => go(current + 1));
scenes.forEach((scene, n) => scene.addEventListener("beforematch", () => go(n, false)));
window.addEventListener("hashchange", goToHash);

// ---- Contents.
function setContents(isOpen) {
  if (!isOpen && contents.contains(document.activeElement)) contentsButton.focus();
  contents.hidden = !isOpen;
  contentsButton.setAttribute("aria-expanded", isOpen);
  if (isOpen) (contents.querySelector("[aria-current]") ?? contents.querySelector("a")).focus();
}
contentsButton.addEventListener("click", () => setContents(contents.hidden));
contents.addEventListener("click", (event) => {
  const link = event.target.closest("a");
  if (!link) return;
  event.preventDefault();
  setContents(false);
  go(scenes.findIndex((scene) => `#${scene.id}` === link.hash));
  scenes[current].focus({ preventScroll: true });
});
document.addEventListener("pointerdown", (event) => {
  if (!contents.hidden && !contents.contains(event.target) && !contentsButton.contains(event.target)) setContents(false);
});
contents.addEventListener("focusout", (event) => {
  if (event.relatedTarget && !contents.contains(event.relatedTarget) && event.relatedTarget !== contentsButton) setContents(false);
});
document.querySelector(".skip").addEventListener("click", (event) => {
  event.preventDefault();
  scenes[current].focus();
});

// ---- Colours: as the system has them until somebody chooses.
const colours = byId("colours"), systemIsDark = matchMedia("(prefers-color-scheme: dark)");
const isDark = () => root.dataset.colours ? root.dataset.colours === "dark" : systemIsDark.matches;
const tellColours = () => colours.setAttribute("aria-pressed", isDark());
colours.addEventListener("click", () => { root.dataset.colours = isDark() ? "light" : "dark"; tellColours(); });
systemIsDark.addEventListener("change", tellColours);
tellColours();

// ---- Keys.
const steps = {
  ArrowRight: () => current + 1, PageDown: () => current + 1, ArrowLeft: () => current - 1, PageUp: () => current - 1,
  Home: () => 0, End: () => scenes.length - 1,
};
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return;
  if (event.key === "Escape") {
    if (contents.hidden) closeOne();
    else setContents(false);
  } else if (Object.hasOwn(steps, event.key)) {
    event.preventDefault();
    if (!contents.hidden) setContents(false);
    go(steps[event.key]());
  }
});

setContents(false);
go(0, false);
goToHash();
