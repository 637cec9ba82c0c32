/* The charts of a brief, which is one file: Plotly and the figures lie in it compressed, in elements that are not shown. */

const PACKED = "packed-";
const isNarrow = matchMedia("(max-width: 700px)"), isDark = matchMedia("(prefers-color-scheme: dark)");

async function unpack(name) {
  const letters = atob(document.getElementById(PACKED + name).textContent);
  const bytes = Uint8Array.from(letters, (letter) => letter.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Response(stream).text();
}

async function drawCharts() {
  const plotly = document.createElement("script");
  plotly.textContent = await unpack("plotly");
  document.head.append(plotly);
  const { charts, config } = JSON.parse(await unpack("figures"));
  const draw = (theme) => Promise.all([...document.querySelectorAll("[data-chart]")].map((chart) => {
    const { data, layout } = charts[chart.dataset.chart][isNarrow.matches ? "narrow" : "wide"][theme];
    return Plotly.react(chart, structuredClone(data), structuredClone(layout), config);
  }));
  const redraw = () => draw(isDark.matches ? "dark" : "light");
  isNarrow.addEventListener("change", redraw);
  isDark.addEventListener("change", redraw);
  // On paper in the colours of the light theme, in their own proportions, with the meaning of the marks.
  window.addEventListener("beforeprint", () => {
    if (isDark.matches) draw("light");
    for (const svg of document.querySelectorAll("[data-chart] .main-svg"))
      svg.setAttribute("viewBox", `0 0 ${svg.width.baseVal.value} ${svg.height.baseVal.value}`);
    for (const legend of document.querySelectorAll(".cm-marks")) legend.open = true;
  });
  window.addEventListener("afterprint", () => {
    for (const svg of document.querySelectorAll("[data-chart] .main-svg")) svg.removeAttribute("viewBox");
    redraw();
  });
  await redraw();
  document.documentElement.dataset.drawn = "";
}

drawCharts();
