// What only the reader's browser knows: which link was followed, how wide the page is.
// Links stay real links (they can be copied, opened in a new tab, and work without this file);
// a plain click on one of the page's own is answered in place instead of by a reload.

const STEP = 50; // pixels: a finer measure would draw the page anew for nothing
const PAGE = '[data-testid="stMainBlockContainer"]';
const PARTIAL = ["step", "lead"]; // links that hold a part of an address: toggled in place, or leading on
const DRAWERS = [".cm-citing", ".cm-evidence"]; // what lies over the page, the uppermost first

const MOVES = ["wheel", "touchmove", "keydown", "pointerdown"]; // what a reader does who reads on

// Acts after each delay, unless the reader has begun to move.
function unlessMoved(delays, act) {
  const timers = delays.map((delay) => setTimeout(act, delay, delay));
  for (const each of MOVES) window.addEventListener(each, () => timers.forEach(clearTimeout), { once: true });
}

function room(page) {
  const style = getComputedStyle(page);
  const width = page.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
  return Math.max(Math.floor(width / STEP) * STEP, 300);
}

export default function ({ data, setTriggerValue, setStateValue }) {
  const before = window.coalitionMeetings || {};
  before.stop?.();

  document.documentElement.lang = data.language;

  const plain = (event) =>
    event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;

  // Going back leads to where the reader was, not only to what was shown: a hit, and back to the list of hits.
  const main = () => document.querySelector('[data-testid="stMain"]');
  const seen = (window.coalitionMeetingsSeen ||= new Map());
  const back = () => {
    const top = seen.get(window.location.search);
    if (top !== undefined) unlessMoved([300, 900, 1800], () => main()?.scrollTo(0, top));
  };
  window.addEventListener("popstate", back);

  const follow = (event) => {
    const link = event.target.closest?.("a[href^='?']");
    if (!link || !plain(event)) return;
    event.preventDefault();
    seen.set(window.location.search, main()?.scrollTop || 0);
    const kind = PARTIAL.find((each) => each in link.dataset);
    setTriggerValue(kind || "address", (kind && link.dataset[kind]) || link.getAttribute("href"));
  };
  document.addEventListener("click", follow);

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

  // Copies what a button names, letter by letter. Where the page is not served safely a browser keeps its
  // clipboard to itself; then what is copied is the marked words, as if the reader had done it.
  const marked = (words) => {
    const folded = words.closest("details");
    if (folded) folded.open = true;
    getSelection().selectAllChildren(words);
    const put = (event) => {
      event.clipboardData.setData("text/plain", words.textContent);
      event.preventDefault();
    };
    document.addEventListener("copy", put, { once: true });
    const done = document.execCommand("copy");
    document.removeEventListener("copy", put);
    return done;
  };
  const copy = async (event) => {
    const button = event.target.closest?.("[data-copy]");
    const words = button && document.getElementById(button.dataset.copy);
    if (!words) return;
    const say = button.parentElement.querySelector("[role=status]");
    const done = await (navigator.clipboard?.writeText(words.textContent) ?? Promise.reject())
      .then(() => true, () => marked(words));
    say.textContent = done ? say.dataset.done : say.dataset.failed;
    setTimeout(() => (say.textContent = ""), 5000);
  };
  document.addEventListener("click", copy);

  let told = data.width;
  let waiting;
  const measure = () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      const width = room(page);
      if (width !== told) {
        told = width;
        setStateValue("width", width);
      }
    }, 150);
  };
  const observer = new ResizeObserver(measure);
  const page = document.querySelector(PAGE);
  observer.observe(page);

  // A drawer that has just been opened takes the keyboard's focus, and gives it back when it is closed.
  const from = { ...before.from };
  [data.cite, data.figure].forEach((open, place) => {
    const drawer = DRAWERS[place];
    if (open === ((before.open || [])[place] || "")) return;
    if (open) {
      from[drawer] = document.activeElement;
      setTimeout(() => document.querySelector(drawer)?.focus({ preventScroll: true }), 250);
    } else {
      from[drawer]?.focus?.({ preventScroll: true });
    }
  });

  // A passage that has just been opened comes into sight, again while charts above it find their height,
  // unless the reader has begun to move.
  if (data.passage && data.passage !== before.passage) {
    unlessMoved([100, 500, 1200, 2500], (delay) => {
      const target = document.getElementById("p-" + data.passage.replace(":", "-"));
      const box = target?.getBoundingClientRect();
      if (box && (box.top < 80 || box.bottom > window.innerHeight)) target.scrollIntoView({ block: "center" });
      if (delay === 500 && !data.cite && !data.figure) target?.focus({ preventScroll: true });
    });
  } else if (before.page && data.page !== before.page) {
    main()?.scrollTo(0, 0);
  }

  // What a click far from it has filled comes into sight as well: the reader, the concordance.
  for (const [heading, filled] of [["reader", data.columns], ["concordance", data.word]]) {
    if (!before.filled || !filled || data.passage || filled === before.filled[heading]) continue;
    setTimeout(() => {
      const target = document.getElementById(heading);
      const top = target?.getBoundingClientRect().top;
      if (target && (top < 0 || top > window.innerHeight * 0.7)) target.scrollIntoView({ block: "start" });
    }, 400);
  }

  // A switch of theme redraws Streamlit's parts in the browser alone; charts and map are drawn by the server.
  const scheme = getComputedStyle(document.querySelector(".stApp")).colorScheme;
  if (data.scheme !== scheme && (scheme === "dark" || scheme === "light")) setStateValue("scheme", scheme);

  const stop = () => {
    document.removeEventListener("click", follow);
    window.removeEventListener("popstate", back);
    document.removeEventListener("click", copy);
    document.removeEventListener("pointerdown", complete, true);
    document.removeEventListener("keydown", complete, true);
    document.removeEventListener("keydown", close);
    observer.disconnect();
    clearTimeout(waiting);
  };
  const filled = { reader: data.columns, concordance: data.word };
  window.coalitionMeetings = { stop, from, filled, open: [data.cite, data.figure], passage: data.passage, page: data.page };
  return stop;
}
