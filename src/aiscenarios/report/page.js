"use strict";
(() => {
  const settings = {
    responsive: true, displaylogo: false, modeBarButtonsToRemove: ["lasso2d", "select2d", "autoScale2d"],
    toImageButtonOptions: { format: "svg" },
  };
  const paperWidth = 680;
  const plots = Array.from(document.querySelectorAll(".plot"));
  const drawn = new Set();
  const draw = (place) => {
    if (drawn.has(place)) return null;
    drawn.add(place);
    const spec = JSON.parse(place.nextElementSibling.textContent);
    return Plotly.newPlot(place, spec.data, spec.layout, settings);
  };
  const drawAll = () => Promise.all(plots.map(draw));

  // What is looked at comes first, the rest while the reader reads: a page that is printed is then complete.
  const near = new IntersectionObserver(
    (entries) => entries.filter((entry) => entry.isIntersecting).forEach((entry) => draw(entry.target)),
    { rootMargin: "600px" },
  );
  plots.forEach((place) => near.observe(place));
  const later = plots.slice();
  const next = () => {
    if (!later.length) return;
    draw(later.shift());
    setTimeout(next, 50);
  };
  window.addEventListener("load", () => setTimeout(next, 500));

  // A Sankey diagram fades in whenever its size changes, and paper would catch it half way.
  const isStill = (place) => place.data[0].type !== "sankey";
  const fit = (width) => {
    drawAll();
    plots.filter(isStill).forEach((place) => Plotly.relayout(place, { width, autosize: !width }));
  };
  window.addEventListener("beforeprint", () => fit(paperWidth));
  window.addEventListener("afterprint", () => fit(null));
  window.drawAll = drawAll;
})();
