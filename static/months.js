// The months of the map of members: while the reader moves through them the map is shaded here, at once and without
// the server; where the reader comes to rest, the month is told, and the page follows.

const PACE = 900; // milliseconds between two months while they play
const REST = 350; // milliseconds without a move after which a month is told

export default function ({ data, parentElement, setTriggerValue }) {
  window.coalitionMembership?.();

  const root = parentElement;
  const range = root.querySelector("input");
  const button = root.querySelector(".cm-play");
  const steps = [...root.querySelectorAll("[data-move]")]; // the buttons of the month before and the month after
  const output = root.querySelector("output");
  const still = matchMedia("(prefers-reduced-motion: reduce)");
  const rooms = root.ownerDocument;

  let month = data.at;
  let told = data.at;
  let waiting;
  let playing;

  const state = (id) => {
    let now = data.history[id][0][1];
    for (const [from, next] of data.history[id]) if (from <= month) now = next;
    return data.order[now];
  };

  // Marks what a member is in the month: its pattern on the map, its sign in the list, its words for those who listen.
  const shade = () => {
    const counts = Object.fromEntries(data.order.map((each) => [each, 0]));
    const states = {};
    for (const id of Object.keys(data.history)) counts[(states[id] = state(id))] += 1;
    for (const each of rooms.querySelectorAll("[data-member]")) {
      const now = states[each.dataset.member];
      if (!now) continue;
      each.dataset.state = now;
      each.classList.toggle("cm-chosen", each.dataset.member === data.member);
      const sign = each.querySelector(".cm-state");
      if (sign) {
        sign.dataset.state = now;
        continue;
      }
      const words = `${data.names[each.dataset.member]}: ${data.states[now]}`;
      each.setAttribute("fill", `url(#cm-fill-${now})`);
      each.setAttribute("aria-label", words);
      each.querySelector("title").textContent = words;
    }
    for (const each of rooms.querySelectorAll("[data-word]")) each.textContent = data.states[states[each.dataset.word]];
    const least = counts.joined + counts.named;
    const stated = data.stated.filter(([from]) => from <= month).at(-1);
    const sums = { ...counts, least, most: least + counts.undated, stated: stated ? stated[1] : data.none };
    for (const each of root.querySelectorAll("[data-sum]")) each.textContent = sums[each.dataset.sum];
    range.value = month;
    range.setAttribute("aria-valuetext", data.months[month]);
    output.textContent = data.months[month];
    for (const each of steps) each.setAttribute("aria-disabled", !data.ids[month + Number(each.dataset.move)]);
  };

  const tell = (delay) => {
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      if (month !== told) setTriggerValue("at", data.ids[(told = month)]);
    }, delay);
  };

  const named = (on) => {
    const words = on ? button.dataset.pause : still.matches ? button.dataset.next : button.dataset.play;
    button.querySelector("b").textContent = words;
    button.classList.toggle("cm-playing", on);
  };

  const stop = () => {
    clearInterval(playing);
    playing = undefined;
    named(false);
  };

  // From one month in which something changes to the next; past the last one, false.
  const forward = () => {
    const next = data.steps.find((each) => each > month);
    if (next === undefined) return false;
    month = next;
    shade();
    return month < data.steps.at(-1);
  };

  const play = () => {
    if (playing) {
      stop();
      tell(0);
      return;
    }
    clearTimeout(waiting);
    if (month >= data.steps.at(-1)) {
      month = data.steps[0];
      shade();
    } else if (still.matches) {
      forward();
    }
    if (still.matches) {
      tell(REST);
      return;
    }
    named(true);
    playing = setInterval(() => {
      if (forward()) return;
      stop();
      tell(0);
    }, PACE);
  };

  const moved = () => {
    stop();
    clearTimeout(waiting);
    month = Number(range.value);
    shade();
  };
  const rested = () => tell(REST);
  const step = (event) => {
    const next = month + Number(event.currentTarget.dataset.move);
    stop();
    if (!data.ids[next]) return;
    month = next;
    shade();
    tell(REST);
  };

  range.addEventListener("input", moved);
  range.addEventListener("change", rested);
  button.addEventListener("click", play);
  for (const each of steps) each.addEventListener("click", step);

  // The page may draw its parts after this has run, or draw them anew.
  const fresh = new MutationObserver(() => {
    if (rooms.querySelector("[data-member]:not([data-state]), a[data-member]:not([fill]) > title")) shade();
  });
  fresh.observe(rooms.querySelector('[data-testid="stMain"]') || rooms.body, { childList: true, subtree: true });

  named(false);
  shade();

  window.coalitionMembership = () => {
    clearTimeout(waiting);
    clearInterval(playing);
    fresh.disconnect();
    range.removeEventListener("input", moved);
    range.removeEventListener("change", rested);
    button.removeEventListener("click", play);
    for (const each of steps) each.removeEventListener("click", step);
  };
  return window.coalitionMembership;
}
