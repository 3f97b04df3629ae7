"use strict";
(() => {
  const settings = {
    responsive: true, displaylogo: false, modeBarButtonsToRemove: ["lasso2d", "select2d", "autoScale2d"],
    toImageButtonOptions: { format: "svg" },
  };
  const plots = Array.from(document.querySelectorAll(".plot"));
  const drawn = new Set();
  const draw = (place) => {
    if (drawn.has(place)) return null;
    drawn.add(place);
    const spec = JSON.parse(place.nextElementSibling.textContent);
    return Plotly.newPlot(place, spec.data, spec.layout, settings);
  };
  const near = new IntersectionObserver(
    (entries) => entries.filter((entry) => entry.isIntersecting).forEach((entry) => draw(entry.target)),
    { rootMargin: "600px" },
  );
  plots.forEach((place) => near.observe(place));
  const fit = (width) => plots.forEach((place) => { draw(place); Plotly.relayout(place, { width, autosize: !width }); });
  window.addEventListener("beforeprint", () => fit(680));
  window.addEventListener("afterprint", () => fit(null));
  window.drawAll = () => Promise.all(plots.map(draw));
})();
