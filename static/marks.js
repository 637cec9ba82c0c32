// Rings round the marks of meetings, in every chart and on the map at once: of those that the reader has selected, and of
// the one that the pointer is on. They lie over the drawings, so that no drawing has to be made anew for them.

(() => {
  const CHART = ".js-plotly-plot"; // the element on which Plotly draws
  const TIMELINE = ".st-key-view-timeline"; // in which a line marks the day of a single selected meeting
  const MAP = '[data-testid="stDeckGlJsonChart"]';
  const ROOM = ".cm-map-room"; // the map that is drawn as SVG; on paper and where deck.gl cannot draw
  const CITY = "[data-meetings]";
  const TILE = 512; // pixels of the world's width at zoom 0, as in mercator.py
  const AWAY = 5; // pixels between a mark and its ring
  const NEAR = 4; // pixels from a disc in which the pointer is on it
  const SETTLING = 1600; // milliseconds in which a drawing may still move after a click

  let selected = [];
  let hovered = [];
  let moving = 0; // until when drawings may move

  // The marks of meetings in a chart: where, and how large, in pixels.
  function* locateMarks(chart, meetings) {
    for (const points of chart.calcdata ?? []) {
      const { trace } = points[0] ?? {};
      if (!trace?.customdata || !trace.xaxis) continue;
      const across = chart._fullLayout[trace.xaxis.replace("x", "xaxis")];
      const down = chart._fullLayout[trace.yaxis.replace("y", "yaxis")];
      for (const point of points) {
        const ids = trace.customdata[point.i] ?? [];
        if (!meetings.includes(ids[0])) continue;
        yield { x: across._offset + across.c2p(point.x), y: down._offset + down.c2p(point.y), radius: point.mrc ?? 6 };
      }
    }
  }

  // deck.gl's own view of the map, which the reader may have moved: the degrees of its middle, and its zoom. Streamlit hands
  // it on inside React only.
  function readView(map) {
    const canvas = map.querySelector("canvas");
    const key = canvas && Object.keys(canvas).find((name) => name.startsWith("__reactFiber"));
    for (let part = key && canvas[key]; part; part = part.return) {
      if (part.memoizedProps?.viewState) return part.memoizedProps.viewState;
    }
    return null;
  }

  function project(longitude, latitude, zoom) {
    const world = TILE * 2 ** zoom;
    const north = Math.asinh(Math.tan((latitude * Math.PI) / 180)) / Math.PI;
    return [((longitude + 180) / 360) * world, ((1 - north) / 2) * world];
  }

  // The cities of a view's map, each with its meetings, and where its disc is, in pixels of the map. The drawing for paper
  // knows the cities of deck.gl's map as well.
  function* locateCities(map) {
    const cities = map.closest('[class*="st-key-view-"]')?.querySelectorAll(CITY) ?? [];
    const view = map.matches(MAP) ? readView(map) : null;
    const box = map.getBoundingClientRect();
    if (map.matches(MAP) && !view) return;
    const middle = view && project(view.longitude, view.latitude, view.zoom);
    for (const city of cities) {
      const ground = city.querySelector("circle");
      const radius = Number(ground.getAttribute("r"));
      const meetings = city.dataset.meetings.split(" ");
      if (view) {
        const [x, y] = project(...city.dataset.at.split(" ").map(Number), view.zoom);
        yield { meetings, radius, x: x - middle[0] + box.width / 2, y: y - middle[1] + box.height / 2 };
      } else {
        const disc = ground.getBoundingClientRect();
        yield { meetings, radius: disc.width / 2, x: disc.left + disc.width / 2 - box.left, y: disc.top + disc.height / 2 - box.top };
      }
    }
  }

  function listMaps() {
    return [...document.querySelectorAll(`${MAP}, ${ROOM}`)].filter((map) => map.checkVisibility());
  }

  // Puts rings where the marks are; one that is right already stays.
  function place(ground, marks, name) {
    const old = [...ground.querySelectorAll(`:scope > .${name}`)];
    marks.forEach(({ x, y, radius }, index) => {
      const ring = old[index] ?? ground.appendChild(Object.assign(document.createElement("i"), { className: `cm-ring ${name}` }));
      const size = 2 * (radius + AWAY);
      const style = `left: ${x.toFixed(1)}px; top: ${y.toFixed(1)}px; width: ${size.toFixed(1)}px; height: ${size.toFixed(1)}px`;
      if (ring.getAttribute("style") !== style) ring.setAttribute("style", style);
    });
    old.slice(marks.length).forEach((ring) => ring.remove());
  }

  // The line through the day of the one meeting that is selected.
  function placeLine(ground, chart, marks) {
    const size = chart._fullLayout?._size;
    const line = ground.querySelector(":scope > .cm-day");
    if (!marks.length || !size || selected.length !== 1) return line?.remove();
    const there = line ?? ground.appendChild(Object.assign(document.createElement("i"), { className: "cm-day" }));
    const style = `left: ${marks[0].x.toFixed(1)}px; top: ${size.t}px; height: ${size.h}px`;
    if (there.getAttribute("style") !== style) there.setAttribute("style", style);
  }

  function draw() {
    if (!selected.length && !hovered.length && !document.querySelector(".cm-ring")) return; // nothing to draw or to take away
    for (const chart of document.querySelectorAll(CHART)) {
      const ground = chart.querySelector(".svg-container");
      if (!ground || !chart._fullLayout) continue;
      const marks = [...locateMarks(chart, selected)];
      place(ground, marks, "cm-selected");
      place(ground, [...locateMarks(chart, hovered)], "cm-hovered");
      if (chart.closest(TIMELINE)) placeLine(ground, chart, marks);
    }
    for (const map of listMaps()) {
      const cities = [...locateCities(map)];
      const among = (meetings) => cities.filter((city) => city.meetings.some((each) => meetings.includes(each)));
      place(map, among(selected), "cm-selected");
      place(map, among(hovered), "cm-hovered");
    }
    observer.takeRecords(); // the rings themselves are no news
  }

  let waiting = 0;
  function drawSoon() {
    waiting ||= requestAnimationFrame((now) => {
      waiting = 0;
      draw();
      if (now < moving && (selected.length || hovered.length)) drawSoon();
    });
  }

  function keepDrawing() {
    moving = performance.now() + SETTLING;
    drawSoon();
  }

  function hover(meetings) {
    if (meetings.join() === hovered.join()) return;
    hovered = meetings;
    drawSoon();
  }

  // What the pointer is on: a city of a map, else a mark that Plotly has found.
  const charts = new WeakSet();
  document.addEventListener("pointermove", ({ target, clientX, clientY }) => {
    const map = target.closest?.(`${MAP}, ${ROOM}`);
    if (map) {
      const box = map.getBoundingClientRect();
      const near = ({ x, y, radius }) => Math.hypot(x - clientX + box.left, y - clientY + box.top) <= radius + NEAR;
      map.classList.toggle("cm-at-end", clientX > box.left + box.width / 2); // where a tip has room on the other side only
      map.classList.toggle("cm-at-foot", clientY > box.top + box.height / 2);
      hover([...locateCities(map)].find(near)?.meetings ?? []);
      if (selected.length) keepDrawing();
      return;
    }
    const chart = target.closest?.(CHART);
    if (!chart) return hover([]);
    if (!chart.on || charts.has(chart)) return;
    charts.add(chart);
    chart.on("plotly_hover", ({ points }) => hover(points.flatMap((point) => point.customdata?.[0] || []).slice(0, 1)));
    chart.on("plotly_unhover", () => hover([]));
  });
  for (const name of ["pointerup", "wheel", "resize", "keyup"]) window.addEventListener(name, keepDrawing, { passive: true });

  const observer = new MutationObserver(drawSoon); // a drawing is there, or has been made anew
  observer.observe(document, { childList: true, subtree: true });

  window.listMarked = () => selected;
  window.markMeetings = (meetings) => {
    selected = meetings;
    keepDrawing();
  };
})();
