// Keys for lists of pictures and for judging labels. The page names those it has; without JavaScript there are links and forms.
const help = document.querySelector("[data-keys]");
const items = [...document.querySelectorAll("[data-list] > li")];
const form = document.querySelector("form[data-judge]");
const neighbours = document.querySelector("[data-neighbours]");
const linkOf = (item) => item.querySelector("a");
const current = () => items.find((item) => item.contains(document.activeElement));

// A list is remembered, so that a picture of it leads to the next one of the list and back to it.
const { list, at } = JSON.parse(sessionStorage.getItem("reviewed") ?? "{}");
const remember = (state) => sessionStorage.setItem("reviewed", JSON.stringify(state));
if (items.length > 0) {
  const images = items.map((item) => linkOf(item)?.pathname);
  const seen = items[images.indexOf(at)];
  remember({ list: { address: location.pathname + location.search, images } });
  if (seen) linkOf(seen).focus();
} else if (neighbours && list?.images.includes(location.pathname)) {
  const place = list.images.indexOf(location.pathname);
  remember({ list, at: location.pathname });
  const link = (text, address, rel) => {
    const made = document.createElement("a");
    Object.assign(made, { textContent: text, href: address, rel });
    return address ? [made] : [];
  };
  neighbours.setAttribute("aria-label", "Neighbours in the list");
  neighbours.replaceChildren(
    ...link("Back", list.images[place - 1], "prev"),
    `${place + 1} of ${list.images.length} in the list`,
    ...link("Next", list.images[place + 1], "next"),
    ...link("The list", list.address, "up"),
  );
}

// What was chosen and not saved is not lost by leaving.
let isUnsaved = false;
const change = () => (isUnsaved = true);
form?.addEventListener("change", change);
form?.addEventListener("submit", () => (isUnsaved = false));
addEventListener("beforeunload", (event) => isUnsaved && event.preventDefault());

const follow = (rel) => document.querySelector(`a[rel="${rel}"]`)?.click();
const step = (by) => {
  if (items.length === 0) return follow(by > 0 ? "next" : "prev");
  const place = items.indexOf(current()) + by;
  const item = items[Math.max(0, Math.min(items.length - 1, place))];
  linkOf(item)?.focus({ preventScroll: true });
  item.scrollIntoView({ block: "nearest" });
};
const judge = (digit) => {
  const question = (current() ?? (items.length === 0 ? form : null))?.querySelector("fieldset.verdict");
  const answer = question?.querySelectorAll("input[type=radio]")[digit - 1];
  if (!answer) return;
  // The same key takes an answer back, which a radio button alone cannot.
  answer.checked = !answer.checked;
  change();
  const name = question.querySelector("input:not([type=radio], [type=hidden])");
  if (answer.checked && name && ["guessed", "both"].includes(answer.value)) name.focus();
};
const acts = { j: () => step(1), k: () => step(-1), n: () => follow("next"), p: () => follow("prev"), u: () => follow("up") };
acts.s = () => form?.requestSubmit();
acts["?"] = () => {
  help.open = true;
  help.querySelector("summary").focus();
};
for (const digit of [1, 2, 3, 4, 5]) acts[digit] = () => judge(digit);

if (help) {
  help.hidden = false;
  const named = new Set([...help.querySelectorAll("kbd")].map((key) => key.textContent));
  const used = help.querySelector("input");
  used.checked = localStorage.getItem("keys") !== "off";
  used.addEventListener("change", () => localStorage.setItem("keys", used.checked ? "on" : "off"));
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.metaKey || event.altKey || !used.checked) return;
    if (event.target.closest("input:not([type=radio], [type=checkbox]), textarea, select, [contenteditable]")) return;
    const key = event.key.toLowerCase();
    if (!named.has(key) || !acts[key]) return;
    event.preventDefault();
    acts[key]();
  });
}
