// What only the reader's browser knows: which link was followed, how wide the page is.
// Links stay real links (they can be copied, opened in a new tab, and work without this file);
// a plain click on one of the page's own is answered in place instead of by a reload.

const PAGE = '[data-testid="stMainBlockContainer"]';
const PARTIAL = ["step", "lead"]; // links that hold a part of an address: toggled in place, or leading on
const DRAWERS = [".cm-citing", ".cm-evidence", ".cm-member"]; // what lies over the end of the screen, the uppermost first
const SHEET = ".st-key-drawers"; // what holds them: as high as the highest of them
const AROUND = 24; // pixels above and below the pointer that stay in sight when a drawer opens: a mark with its number, a row
const MARGIN = 16; // pixels between a drawer and what opened it

const ADDRESS = "page-address"; // the element that holds the address when it is shared
const TIMELINE = ".st-key-view-timeline .js-plotly-plot"; // the chart on which a drag marks a period
const LEGEND = "details.cm-marks:not([open])"; // a legend that is folded away
const CHART = ".js-plotly-plot"; // the element on which Plotly draws
const BRUSH = "cm-brush"; // what shows while a period is being marked
const TOKENS = ["ink", "paper", "panel", "rule", "rest", "accent", "disputed", ...[1, 2, 3, 4, 5, 6].map((level) => `level-${level}`)];
const LEADING = 2; // pixels between two lines of a label, which belong to it
const CLICK = 8; // pixels: what moves less is a click, as Plotly counts
const TWICE = 400; // milliseconds between the two clicks of a double one
const ANSWER = 100; // milliseconds in which the server says that a run has begun

const OWN_ARROWS = // where an arrow key has another meaning than to turn to a step of the story
  'input, textarea, select, canvas, [contenteditable="true"], [role="slider"], [role="listbox"], [role="radiogroup"], [role="tablist"], [role="grid"]';

const OPENING = 3000; // milliseconds after the first run in which the page is shown as a whole only

const MOVES = ["wheel", "touchmove", "keydown", "pointerdown"]; // what a reader does who reads on

// Acts after each delay, unless the reader has begun to move.
function unlessMoved(delays, act) {
  const timers = delays.map((delay) => setTimeout(act, delay, delay));
  for (const each of MOVES) window.addEventListener(each, () => timers.forEach(clearTimeout), { once: true });
}

// The y from which on drawers cover the screen: its end where none is open.
function screenEnd() {
  const sheet = document.querySelector(SHEET)?.getBoundingClientRect();
  return sheet?.height ? Math.min(sheet.top, window.innerHeight) : window.innerHeight;
}

// Where the reader has acted, in pixels below the top of the view: a link from its first to its last line, and what is
// around the pointer. The view is named by its class, because it may be drawn anew.
function locateOpener(element, y) {
  if (!element || element.closest(SHEET)) return null;
  const view = element.closest('[class*="st-key-view-"]');
  const name = view && [...view.classList].find((word) => word.startsWith("st-key-view-"));
  const link = element.closest("a[href], button");
  const edges = y === undefined ? [] : [y - AROUND, y + AROUND];
  if (link instanceof HTMLElement || y === undefined) {
    const box = (link || element).getBoundingClientRect();
    edges.push(box.top, box.bottom);
  }
  const start = (view || document.querySelector(PAGE)).getBoundingClientRect().top;
  return { selector: name ? `.${name}` : PAGE, top: Math.min(...edges) - start, bottom: Math.max(...edges) - start };
}

// Scrolls the page just so far that no drawer covers what opened it.
function uncover(opener) {
  const start = document.querySelector(opener.selector)?.getBoundingClientRect().top;
  if (start === undefined) return;
  const covered = start + opener.bottom + MARGIN - screenEnd();
  const above = start + opener.top - MARGIN; // no further than its own upper edge allows
  if (covered > 0 && above > 0) document.querySelector('[data-testid="stMain"]')?.scrollBy(0, Math.min(covered, above));
}

let keeper; // watches for the link that was followed last to be drawn anew

// Gives the keyboard's focus back to a link that was followed when a run of the page draws it anew, until the reader acts again.
function keepFocus(link) {
  const view = locateOpener(link)?.selector;
  keeper?.disconnect();
  if (!view || document.activeElement !== link) return;
  const same = `${view} a[href="${CSS.escape(link.getAttribute("href"))}"]`;
  keeper = new MutationObserver(() => {
    if (link.isConnected || document.activeElement !== document.body) return;
    link = document.querySelector(same) || link;
    link.focus({ preventScroll: true });
  });
  keeper.observe(document.querySelector(PAGE), { childList: true, subtree: true });
  for (const act of ["keydown", "pointerdown"]) window.addEventListener(act, () => keeper.disconnect(), { once: true });
}

// The label of a mark at a place on the screen: the trace and the point that it belongs to; null where there is none that
// a click could open. Plotly lays its drag layer over all labels, so they are found by their boxes.
function findLabel(chart, x, y) {
  for (const label of chart.querySelectorAll(".scatterlayer .textpoint")) {
    const trace = label.closest(".trace")?.__data__?.[0]?.trace;
    const point = label.__data__;
    if (!trace?.customdata?.[point?.i]) continue;
    const lines = label.querySelectorAll("tspan.line");
    for (const line of lines.length ? lines : label.querySelectorAll("text")) {
      const box = line.getBoundingClientRect();
      if (x >= box.left && x <= box.right && y >= box.top - LEADING && y <= box.bottom + LEADING) return { trace, point };
    }
  }
  return null;
}

// Where the mark of a label stands on the screen, the layer on which Plotly hears the pointer there, and whether Plotly
// would take the pointer for that of another mark, since one lies over it.
function locateMark(chart, { trace, point }) {
  const box = chart.getBoundingClientRect();
  const across = chart._fullLayout[trace.xaxis.replace("x", "xaxis")];
  const down = chart._fullLayout[trace.yaxis.replace("y", "yaxis")];
  const place = (other) => [across.c2p(other.x), down.c2p(other.y)];
  const [x, y] = place(point);
  const covers = (other) => other !== point && Math.hypot(place(other)[0] - x, place(other)[1] - y) <= (other.mrc || 3);
  const shared = chart.calcdata.filter(
    ([first]) => first.trace?.customdata && first.trace.xaxis === trace.xaxis && first.trace.yaxis === trace.yaxis
  );
  return {
    layer: chart.querySelector(`.nsewdrag[data-subplot="${trace.xaxis}${trace.yaxis}"]`),
    x: box.left + across._offset + x,
    y: box.top + down._offset + y,
    isCovered: shared.some((points) => points.some(covers)),
  };
}

// The colours of the dark theme, each with that of the light one: the page's tokens are light-dark().
function pairColours() {
  const probe = document.querySelector(".stApp").appendChild(document.createElement("i"));
  const read = (token, scheme) => {
    probe.style.cssText = `color: var(--cm-${token}); color-scheme: ${scheme}`;
    return getComputedStyle(probe).color;
  };
  const pairs = TOKENS.map((token) => [read(token, "dark"), read(token, "light")]);
  probe.remove();
  return new Map(pairs);
}

// A colour that two tokens are mixed to, as light as it was dark, of the same hue. Black is what nobody sees: Plotly's grounds.
function invertLightness(colour) {
  const parts = colour.match(/\d+/g).map(Number);
  const shift = 255 - Math.max(...parts) - Math.min(...parts);
  return parts.some(Boolean) ? `rgb(${parts.map((part) => part + shift).join(", ")})` : colour;
}

// Makes charts ready for paper: Plotly has drawn them for the width of the screen and in the colours of its theme.
// Returns what makes them as they were.
function printCharts(isDark) {
  const drawings = [...document.querySelectorAll(`${CHART} .main-svg`)];
  for (const svg of drawings) svg.setAttribute("viewBox", `0 0 ${svg.width.baseVal.value} ${svg.height.baseVal.value}`);
  const colours = isDark ? pairColours() : null;
  const folded = [...document.querySelectorAll(LEGEND)]; // what the marks mean is read on paper too
  folded.forEach((legend) => (legend.open = true));
  const styled = isDark ? drawings.flatMap((svg) => [...svg.querySelectorAll("[style], image")]) : [];
  const styles = styled.map((element) => element.getAttribute("style") ?? "");
  const recolour = (colour) => colours.get(colour) ?? invertLightness(colour);
  styled.forEach((element, place) => {
    const shades = element.tagName === "image" ? "; filter: invert(1) hue-rotate(180deg)" : ""; // the cells of a table
    element.setAttribute("style", styles[place].replace(/rgb\([^)]*\)/g, recolour) + shades);
  });
  return () => {
    folded.forEach((legend) => (legend.open = false));
    for (const svg of drawings) svg.removeAttribute("viewBox");
    styled.forEach((element, place) => element.setAttribute("style", styles[place]));
  };
}

// Whether no run of the page is under way: until one is over, widgets may hold what they held before it, and every
// message carries along what they hold.
function atRest() {
  return (document.querySelector('[data-testid="stApp"]')?.dataset.testScriptState ?? "notRunning") === "notRunning";
}

// Tells the server once no run is under way, of several links the last. A message that cuts a run short names what the
// browser had before that run, and where the run has made it drop some of that, Streamlit stands still for good.
let toldAt = -Infinity;
const delayed = {};
function whenAtRest(kind, tell) {
  clearTimeout(delayed[kind]);
  if (!atRest() || performance.now() - toldAt < ANSWER) {
    delayed[kind] = setTimeout(() => whenAtRest(kind, tell), 50);
  } else {
    toldAt = performance.now();
    tell();
  }
}

// The part of a chart in which marks stand, on the screen and on its time axis.
function plotted(chart) {
  const boxes = [...chart.querySelectorAll(".nsewdrag")].map((each) => each.getBoundingClientRect());
  const [first, last] = chart.layout.xaxis.range.map((each) => Date.parse(`${String(each).replace(" ", "T")}Z`));
  const side = (name, pick) => pick(...boxes.map((each) => each[name]));
  return {
    left: side("left", Math.min), right: side("right", Math.max),
    top: side("top", Math.min), bottom: side("bottom", Math.max),
    first, last,
  };
}

// The months that a drag from one place to another touches: their first days, and the day after the last of them.
function touched(area, one, other) {
  const day = (x) => {
    const share = (x - area.left) / (area.right - area.left);
    return new Date(area.first + Math.min(Math.max(share, 0), 1) * (area.last - area.first));
  };
  const [start, end] = [day(Math.min(one, other)), day(Math.max(one, other))];
  const month = (date, later = 0) => Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + later);
  return { first: month(start), last: month(end), after: month(end, 1) };
}

// Streamlit binds single letters to the whole document: r runs the page again, c empties its caches. Where a reader only
// presses a letter, neither is meant (WCAG 2.1.4).
const LETTERS = ["r", "c"];
const isTyping = (element) => Boolean(element.closest?.('input, textarea, select, [contenteditable="true"]'));
window.addEventListener("keydown", (event) => {
  if (LETTERS.includes(event.key.toLowerCase()) && !isTyping(event.target) && !event.ctrlKey && !event.metaKey && !event.altKey) {
    event.stopImmediatePropagation();
  }
}, true);

// A slash leads to the search, where a reader does not type.
window.addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
  event.preventDefault();
  document.querySelector(".st-key-search-words input")?.focus();
});

// Says aloud what a click has changed, in one region that stays in the document.
function announce(words) {
  let region = document.getElementById("cm-status");
  if (!region) {
    region = document.body.appendChild(document.createElement("div"));
    Object.assign(region, { id: "cm-status", role: "status" });
  }
  if (region.textContent !== words) region.textContent = words;
}

export default function ({ data, setTriggerValue, setStateValue }) {
  const before = window.coalitionMeetings || {};
  before.stop?.();

  document.documentElement.lang = data.language;
  document.documentElement.dir = data.direction;
  // The page has been shown by now or is in a moment; what comes later is never hidden.
  setTimeout(() => document.documentElement.classList.remove("page-opening"), OPENING);

  const plain = (event) =>
    event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;

  // Going back leads to where the reader was, not only to what was shown: a hit, and back to the list of hits.
  const main = () => document.querySelector('[data-testid="stMain"]');
  const seen = (window.coalitionMeetingsSeen ||= new Map());
  const back = () => {
    const top = seen.get(window.location.search);
    opener = null; // what is open then was opened by no click of now
    if (top !== undefined) unlessMoved([300, 900, 1800], () => main()?.scrollTo(0, top));
  };
  window.addEventListener("popstate", back);

  const follow = (event) => {
    const link = event.target.closest?.("a[href^='?']");
    if (!link || !plain(event)) return;
    event.preventDefault();
    if (event.detail > 1) return; // the second click of a double one
    seen.set(window.location.search, main()?.scrollTop || 0);
    keepFocus(link);
    const kind = PARTIAL.find((each) => each in link.dataset);
    const step = (kind && link.dataset[kind]) || link.getAttribute("href");
    whenAtRest("link", () => setTriggerValue(kind || "address", step));
    // A link to the passage that is open already changes nothing, but its reader wants to see it.
    const passage = new URLSearchParams(link.search).get("passage");
    if (passage && passage === data.passage) document.getElementById(opened)?.scrollIntoView({ block: "center" });
  };
  document.addEventListener("click", follow);

  // Where the reader has acted last, so that it stays in sight when a drawer opens.
  let opener = before.opener || null;
  const locate = (event) => {
    if (event.key === undefined) opener = locateOpener(event.target, event.clientY);
    else if (event.key === "Enter" || event.key === " ") opener = locateOpener(document.activeElement);
    window.coalitionMeetings.opener = opener;
  };
  document.addEventListener("pointerdown", locate, true);
  document.addEventListener("keydown", locate, true);

  // The keyboard's focus never goes behind a drawer.
  const showFocus = (event) => {
    if (screenEnd() < window.innerHeight && event.target.matches?.(":focus-visible")) {
      const focused = locateOpener(event.target);
      if (focused) uncover(focused);
    }
  };
  document.addEventListener("focusin", showFocus);

  // A link inside a view holds its own step only. Opened in another tab or copied, it needs the rest
  // of the address as well.
  const complete = (event) => {
    const link = event.target.closest?.("a[data-step], a[data-lead]");
    const elsewhere = event.key ? event.key === "Enter" && (event.ctrlKey || event.metaKey) : !plain(event);
    if (!link || !elsewhere) return;
    const kind = PARTIAL.find((each) => each in link.dataset);
    link.dataset[kind] ||= link.getAttribute("href");
    const whole = new URLSearchParams(window.location.search);
    const steps = new URLSearchParams(link.dataset[kind]);
    for (const name of steps.keys()) whole.delete(name);
    steps.forEach((value, name) => whole.append(name, value));
    link.setAttribute("href", "?" + whole);
  };
  document.addEventListener("pointerdown", complete, true);
  document.addEventListener("keydown", complete, true);

  const close = (event) => {
    if (event.key !== "Escape") return;
    const open = DRAWERS.map((each) => document.querySelector(`${each} .cm-close a`)).find(Boolean);
    if (open) open.click();
  };
  document.addEventListener("keydown", close);

  // The arrow that points the way the page is read leads to the next step of the story, the other one to the step
  // before; not where an arrow moves something else: a slider, a list, the cursor in a text.
  const turn = (event) => {
    if (event.defaultPrevented || event.repeat || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    if (event.target.closest?.(OWN_ARROWS)) return;
    const onward = getComputedStyle(document.querySelector(".stApp")).direction === "rtl" ? "ArrowLeft" : "ArrowRight";
    if (event.key !== "ArrowLeft" && event.key !== "ArrowRight") return;
    document.querySelector(event.key === onward ? "a[data-next]" : "a[data-previous]")?.click();
  };
  document.addEventListener("keydown", turn);

  // Copies what a button names.
  const copy = async (event) => {
    const button = event.target.closest?.("[data-copy]");
    const words = button && document.getElementById(button.dataset.copy);
    if (!words) return;
    if (words.id === ADDRESS) words.textContent = window.addressOf(words.dataset.version);
    const say = button.parentElement.querySelector("[role=status]");
    const done = await window.copyWords(words.textContent).then(() => true, () => false);
    say.textContent = done ? say.dataset.done : say.dataset.failed;
    setTimeout(() => (say.textContent = ""), 5000);
  };
  document.addEventListener("click", copy);

  // A drag over the time line marks the months that it touches, a double click beside every mark none. A finger's
  // drag scrolls the page: for it and for the keyboard the slider under the chart does the same.
  [...document.getElementsByClassName(BRUSH)].forEach((each) => each.remove());
  const short = new Intl.DateTimeFormat(`${data.language}-u-nu-latn`, {
    month: "short", year: "numeric", timeZone: "UTC",
  });
  let drag = null;
  let clicked = { at: -TWICE, x: 0 };
  const drop = () => {
    drag?.band?.remove();
    drag = null;
  };
  const press = (event) => {
    const chart = event.target.closest?.(".nsewdrag")?.closest(TIMELINE);
    if (chart && data.brush && event.pointerType !== "touch" && plain(event)) drag = { chart, from: event.clientX, band: null };
  };
  const pull = (event) => {
    if (!drag || (!drag.band && Math.abs(event.clientX - drag.from) < CLICK)) return;
    if (!drag.band) {
      drag.band = document.createElement("div");
      drag.band.className = BRUSH;
      drag.band.append(document.createElement("span"));
      drag.band.firstChild.dir = getComputedStyle(document.querySelector(".stApp")).direction;
      drag.chart.querySelector(".svg-container").append(drag.band);
    }
    const area = plotted(drag.chart);
    const ground = drag.band.parentElement.getBoundingClientRect();
    const months = touched(area, drag.from, event.clientX);
    const across = (area.right - area.left) / (area.last - area.first);
    const place = (moment) =>
      Math.min(Math.max(area.left + (moment - area.first) * across, area.left), area.right) - ground.left;
    drag.months = [months.first, months.last].map((each) => new Date(each).toISOString().slice(0, 7));
    Object.assign(drag.band.style, {
      left: `${place(months.first)}px`,
      width: `${place(months.after) - place(months.first)}px`,
      top: `${area.top - ground.top}px`,
      height: `${area.bottom - area.top}px`,
    });
    const names = [months.first, months.last].map((each) => short.format(each));
    drag.band.firstChild.textContent = [...new Set(names)].join(" – ");
  };
  const release = (event) => {
    if (!drag) return;
    const { band, chart, months } = drag;
    if (band) {
      setTimeout(() => band.remove(), 4000); // it goes before, when the chart that has the band itself is there
      drag = null;
      setTriggerValue("brush", `?period=${months.join("/")}`);
      return;
    }
    const again = event.timeStamp - clicked.at < TWICE && Math.abs(event.clientX - clicked.x) < CLICK;
    clicked = { at: event.timeStamp, x: event.clientX };
    if (again && data.period && !chart.querySelector(".hoverlayer .hovertext")) setTriggerValue("brush", "?");
    drop();
  };
  const abandon = (event) => {
    if (event.key === "Escape") drop();
  };
  document.addEventListener("pointerdown", press, true);
  document.addEventListener("pointermove", pull, true);
  document.addEventListener("pointerup", release, true);
  document.addEventListener("pointercancel", drop, true);
  document.addEventListener("keydown", abandon, true);

  // The label of a mark answers for its mark: it shows what the mark says, and a click opens the evidence, or chooses the
  // meeting. Plotly alone would answer near a mark only, and there for the nearest one, which may be that of another label.
  let pressed = null; // a label on which the button is held down
  let hovered = null; // what lies under the pointer on a label, and the layer that was told of it
  const isNear = (event) => Math.hypot(event.clientX - pressed.x, event.clientY - pressed.y) < CLICK;
  const labelUnder = (event) => {
    const chart = event.target.closest?.(CHART);
    const label = chart && findLabel(chart, event.clientX, event.clientY);
    return label && { ...label, chart };
  };
  const pressLabel = (event) => {
    const label = event.isTrusted && plain(event) && labelUnder(event);
    if (!label) return;
    event.stopImmediatePropagation();
    const [meeting, observation] = label.trace.customdata[label.point.i];
    const step = observation ? { figure: observation } : { meeting };
    pressed = { x: event.clientX, y: event.clientY, step: `?${new URLSearchParams(step)}` };
  };
  const releaseLabel = (event) => {
    if (pressed && isNear(event)) {
      seen.set(window.location.search, main()?.scrollTop || 0);
      const { step } = pressed;
      whenAtRest("link", () => setTriggerValue("step", step));
    }
    pressed = null;
  };
  const hoverLabel = (event) => {
    if (!event.isTrusted || event.buttons) return; // passed on by the lines below, or a drag
    const label = labelUnder(event);
    const mark = label && locateMark(label.chart, label);
    if (hovered) {
      hovered.target.style.cursor = "";
      if (hovered.layer !== (mark?.layer || event.target)) hovered.layer?.dispatchEvent(new MouseEvent("mouseout"));
    }
    hovered = mark && { target: event.target, layer: mark.layer };
    if (!mark) return;
    event.stopImmediatePropagation();
    event.target.style.cursor = "pointer";
    const heard = { bubbles: true, view: window, clientX: mark.x, clientY: mark.y };
    mark.layer?.dispatchEvent(new MouseEvent(mark.isCovered ? "mouseout" : "mousemove", heard));
  };
  document.addEventListener("mousedown", pressLabel, true);
  document.addEventListener("mouseup", releaseLabel, true);
  document.addEventListener("mousemove", hoverLabel, true);

  // A finger that moves over a chart scrolls the page, and a tap arrives as a click of the mouse. Plotly would prevent
  // both: it takes every touch for a drag (plotly.js#2844, #6902), since Streamlit replaces dragmode=False by "pan".
  const keepTouchFromPlotly = (event) => {
    if (event.target.closest?.(CHART)) event.stopPropagation();
  };
  document.addEventListener("touchstart", keepTouchFromPlotly, { capture: true, passive: true });

  let told = data.screen;
  let waiting;
  const measure = () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      const screen = window.measureScreen();
      if (screen === told) return;
      if (!atRest()) return measure();
      told = screen;
      setStateValue("screen", screen);
    }, 150);
  };

  let restoreCharts = () => {};
  const print = () => {
    restoreCharts();
    restoreCharts = printCharts(data.scheme === "dark");
    document.querySelector(".cm-footer")?.setAttribute("data-address", window.location.href);
  };
  const endPrint = () => restoreCharts();
  window.addEventListener("beforeprint", print);
  window.addEventListener("afterprint", endPrint);

  const observer = new ResizeObserver(measure);
  observer.observe(document.querySelector(PAGE));
  window.addEventListener("resize", measure); // its height as well
  document.addEventListener("webglcontextlost", measure, true);

  // A drawer that has just been opened takes the keyboard's focus, and gives it back when it is closed.
  const from = { ...before.from };
  [data.cite, data.figure, data.member].forEach((open, place) => {
    const drawer = DRAWERS[place];
    if (open === ((before.open || [])[place] || "")) return;
    if (open) {
      from[drawer] = document.activeElement;
      if (opener) unlessMoved([80, 300, 800, 1600], () => uncover(opener));
      setTimeout(() => document.querySelector(drawer)?.focus({ preventScroll: true }), 250);
    } else {
      from[drawer]?.focus?.({ preventScroll: true });
    }
  });

  // A passage or a disagreement that has just been opened comes into sight, again while charts above it find
  // their height, unless the reader has begun to move.
  const passage = data.passage && "p-" + data.passage.replace(":", "-");
  const opened = passage || (data.disagreement && "d-" + data.disagreement);
  if (opened && opened !== before.opened) {
    unlessMoved([100, 500, 1200, 2500], (delay) => {
      const target = document.getElementById(opened);
      const box = target?.getBoundingClientRect();
      const block = box && (box.height > window.innerHeight - 160 || screenEnd() < window.innerHeight) ? "start" : "center";
      if (box && (box.top < 80 || box.bottom > screenEnd())) target.scrollIntoView({ block });
      if (delay === 500 && !data.cite && !data.figure) target?.focus({ preventScroll: true });
    });
  } else if (before.page && data.page !== before.page) {
    main()?.scrollTo(0, 0);
  }

  // A step of the story that has just been opened is read from its head, a verdict where it stands: both take the
  // focus, so that they are heard as well.
  const turned = before.step && data.step && data.step !== before.step;
  const judged = !turned && data.answer && data.answer !== before.answer && before.step !== undefined;
  if (turned || judged) {
    unlessMoved([150, 600], () => {
      const target = document.getElementById(turned ? "story-step" : "story-verdict");
      const box = target?.getBoundingClientRect();
      target?.focus({ preventScroll: true });
      if (box && (box.top < 60 || box.bottom > window.innerHeight)) target.scrollIntoView({ block: turned ? "start" : "nearest" });
    });
  }

  // What a click far from it has filled comes into sight as well: the reader, the concordance.
  for (const [heading, filled] of [["reader", data.columns], ["concordance", data.word]]) {
    if (!before.filled || !filled || data.passage || filled === before.filled[heading]) continue;
    unlessMoved([400, 1200, 2400], () => {
      const target = document.getElementById(heading);
      const top = target?.getBoundingClientRect().top;
      if (target && (top < 0 || top > window.innerHeight * 0.7)) target.scrollIntoView({ block: "start" });
    });
  }

  window.markMeetings(data.marked);
  window.translateWidgets(data.widgets);
  main()?.setAttribute("tabindex", "-1"); // no stop of its own: what is in it scrolls it as well
  announce(data.status);

  // A switch of theme redraws Streamlit's parts in the browser alone; charts and map are drawn by the server.
  const scheme = getComputedStyle(document.querySelector(".stApp")).colorScheme;
  if (data.scheme !== scheme && (scheme === "dark" || scheme === "light")) {
    whenAtRest("scheme", () => setStateValue("scheme", scheme));
  }

  const stop = () => {
    document.removeEventListener("click", follow);
    document.removeEventListener("pointerdown", locate, true);
    document.removeEventListener("keydown", locate, true);
    document.removeEventListener("focusin", showFocus);
    window.removeEventListener("popstate", back);
    document.removeEventListener("click", copy);
    document.removeEventListener("pointerdown", complete, true);
    document.removeEventListener("keydown", complete, true);
    document.removeEventListener("keydown", close);
    document.removeEventListener("keydown", turn);
    document.removeEventListener("pointerdown", press, true);
    document.removeEventListener("pointermove", pull, true);
    document.removeEventListener("pointerup", release, true);
    document.removeEventListener("pointercancel", drop, true);
    document.removeEventListener("keydown", abandon, true);
    document.removeEventListener("mousedown", pressLabel, true);
    document.removeEventListener("mouseup", releaseLabel, true);
    document.removeEventListener("mousemove", hoverLabel, true);
    document.removeEventListener("touchstart", keepTouchFromPlotly, true);
    observer.disconnect();
    window.removeEventListener("resize", measure);
    document.removeEventListener("webglcontextlost", measure, true);
    clearTimeout(waiting);
    window.removeEventListener("beforeprint", print);
    window.removeEventListener("afterprint", endPrint);
  };
  const filled = { reader: data.columns, concordance: data.word };
  window.coalitionMeetings = { stop, from, filled, opener, open: [data.cite, data.figure, data.member], step: data.step, answer: data.answer, opened, page: data.page };
  return stop;
}
