// Progress of long jobs: asks every second, shows the words, and goes on when the job is done. When it
// failed the page itself says how to go on.
for (const box of document.querySelectorAll("[data-progress-url]")) {
  const bar = box.querySelector("progress");
  const words = box.querySelector(".progress-words");
  const ask = async () => {
    try {
      const answer = await fetch(box.dataset.progressUrl, { headers: { Accept: "application/json" } });
      if (answer.ok) {
        const job = await answer.json();
        bar.value = job.percentage;
        words.textContent = job.words;
        if (job.state === "done") { window.location.assign(box.dataset.doneUrl); return; }
        if (job.state === "failed") { window.location.reload(); return; }
      }
    } catch { /* the network is away for a moment; the next question may get through */ }
    window.setTimeout(ask, 1000);
  };
  window.setTimeout(ask, 600);
}

// A table that is wider than its place can be scrolled with the keyboard too.
for (const wrap of document.querySelectorAll(".table-wrap")) {
  if (wrap.scrollWidth > wrap.clientWidth) {
    wrap.tabIndex = 0;
    wrap.setAttribute("role", "region");
    wrap.setAttribute("aria-label", wrap.querySelector("caption, th")?.textContent.trim() ?? "");
  }
}

// What went wrong is read out and in sight at once.
document.querySelector(".errors")?.focus();
