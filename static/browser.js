// What only the reader's browser knows: which link was followed, how wide the page is.
// Links stay real links (they can be copied, opened in a new tab, and work without this file);
// a plain click on one of the page's own is answered in place instead of by a reload.

const STEP = 50; // pixels: a finer measure would draw the page anew for nothing
const PAGE = '[data-testid="stMainBlockContainer"]';

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

  const follow = (event) => {
    const link = event.target.closest?.("a[href^='?']");
    if (!link || !plain(event)) return;
    event.preventDefault();
    setTriggerValue("step" in link.dataset ? "step" : "address", link.dataset.step || link.getAttribute("href"));
  };
  document.addEventListener("click", follow);

  // A link inside a view holds its own step only. Opened in another tab or copied, it needs the rest
  // of the address as well.
  const complete = (event) => {
    const link = event.target.closest?.("a[data-step]");
    const elsewhere = event.key ? event.key === "Enter" && (event.ctrlKey || event.metaKey) : !plain(event);
    if (!link || !elsewhere) return;
    link.dataset.step ||= link.getAttribute("href");
    const whole = new URLSearchParams(window.location.search);
    const steps = new URLSearchParams(link.dataset.step);
    for (const name of steps.keys()) whole.delete(name);
    steps.forEach((value, name) => whole.append(name, value));
    link.setAttribute("href", "?" + whole);
  };
  document.addEventListener("pointerdown", complete, true);
  document.addEventListener("keydown", complete, true);

  const close = (event) => {
    const shut = event.key === "Escape" && document.querySelector(".cm-evidence-close a");
    if (shut) shut.click();
  };
  document.addEventListener("keydown", close);

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

  // Evidence that has just been opened takes the keyboard's focus, and gives it back when it is closed.
  if (data.figure !== (before.figure || "")) {
    const target = data.figure ? ".cm-evidence" : null;
    if (target) {
      const from = document.activeElement;
      setTimeout(() => document.querySelector(target)?.focus({ preventScroll: true }), 250);
      window.coalitionMeetings = { from };
    } else {
      before.from?.focus?.({ preventScroll: true });
    }
  }

  // A switch of theme redraws Streamlit's parts in the browser alone; charts and map are drawn by the server.
  const scheme = getComputedStyle(document.querySelector(".stApp")).colorScheme;
  if (data.scheme !== scheme && (scheme === "dark" || scheme === "light")) setStateValue("scheme", scheme);

  const stop = () => {
    document.removeEventListener("click", follow);
    document.removeEventListener("pointerdown", complete, true);
    document.removeEventListener("keydown", complete, true);
    document.removeEventListener("keydown", close);
    observer.disconnect();
    clearTimeout(waiting);
  };
  const from = (window.coalitionMeetings || before).from;
  window.coalitionMeetings = { stop, from, figure: data.figure };
  return stop;
}
