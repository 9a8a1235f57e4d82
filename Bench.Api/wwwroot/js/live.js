// Follows an evaluation through Server-Sent Events; when it ends, the page is read again with its scores.
const section = document.querySelector("[data-live]");
const ends = new Set(["completed", "failed", "cancelled", "partial"]);
const whole = new Intl.NumberFormat("en");

if (section) {
  const source = new EventSource(section.dataset.live);
  const show = (event) => {
    let news;
    try { news = JSON.parse(event.data); } catch { return; }
    if (news.state) {
      const badge = section.querySelector("[data-state]");
      badge.textContent = news.state;
      badge.className = `state ${news.state}`;
    }
    if (ends.has(news.state)) {
      source.close();
      location.reload();
      return;
    }
    const progress = news.progress ?? news;
    if (progress.total > 0) {
      const bar = section.querySelector("progress");
      bar.max = progress.total;
      bar.value = progress.done ?? 0;
      section.querySelector("[data-done]").textContent = whole.format(progress.done ?? 0);
      section.querySelector("[data-total]").textContent = whole.format(progress.total);
    }
    const parts = [];
    if (progress.imagesPerSecond) parts.push(`${Math.round(progress.imagesPerSecond)} images/s`);
    if (progress.etaSeconds) parts.push(`about ${Math.ceil(progress.etaSeconds)} s to go`);
    if (progress.queuePosition) parts.push(`number ${progress.queuePosition} in the queue`);
    section.querySelector("[data-rate]").textContent = parts.map((part) => `, ${part}`).join("");
  };
  source.onmessage = show;
  for (const name of ["state", "progress", "evaluation"]) source.addEventListener(name, show);
}
