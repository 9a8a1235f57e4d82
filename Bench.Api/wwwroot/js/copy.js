// Makes a link that opens a table as text copy that text instead; without a clipboard it stays a link.
for (const link of document.querySelectorAll("[data-copy-from]"))
  link.addEventListener("click", async (event) => {
    if (!navigator.clipboard || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    const said = link.parentElement.querySelector("[data-copied]");
    try {
      const answer = await fetch(link.href);
      if (!answer.ok) throw new Error(answer.statusText);
      await navigator.clipboard.writeText(await answer.text());
      said.textContent = `Copied as ${link.textContent}.`;
    } catch {
      location.assign(link.href);
    }
  });
