"""Scripts that measure a page in the browser: what can be pressed, what is cut, where the Tab key stops."""

SMALL_TARGETS = """() => {
  const LEAST = 24 - 0.05; // CSS pixels
  const isShown = (element) => {
    const box = element.getBoundingClientRect();
    return box.width > 1 && box.height > 1 && element.checkVisibility({ visibilityProperty: true });
  };
  // A link in running text is as high as its line; one that stands alone in its block is not in running text.
  const isInText = (element) => {
    if (getComputedStyle(element).display !== "inline") return false;
    let block = element.parentElement;
    while (getComputedStyle(block).display === "inline") block = block.parentElement;
    return block.textContent.trim().length > element.textContent.trim().length;
  };
  // What is pressed in place of it: the label of a switch. The thumbs of a slider are as its range sets them, and the
  // countries of a map and the cities of one stand in a list as well.
  const isOtherwise = (element) => element.closest("label, svg, [data-testid='stSlider']") !== null;
  return [...document.querySelectorAll("a[href], button:not(:disabled), input:not(:disabled), select, summary, [role='button']")]
    .filter((element) => isShown(element) && !isOtherwise(element) && !isInText(element))
    .map((element) => ({ element, box: element.getBoundingClientRect() }))
    .filter(({ box }) => box.width < LEAST || box.height < LEAST)
    .map(({ element, box }) => `${element.tagName} ${element.getAttribute("aria-label") || element.textContent.trim()}: `
      + `${box.width.toFixed(1)} x ${box.height.toFixed(1)}`);
}"""
"""Links, buttons and fields that are less than 24 pixels wide or high, each in a line."""

CUT = """() => {
  const edge = document.documentElement.clientWidth;
  const main = document.querySelector('[data-testid="stMain"]');
  const NOT_MEASURED = "svg, canvas, [data-testid='stDataFrame'], details:not([open]) > :not(summary)";
  const found = [];
  if (document.documentElement.scrollWidth > edge + 1 || main.scrollWidth > main.clientWidth + 1) found.push("the page scrolls sideways");
  for (const element of document.querySelectorAll('[data-testid="stMain"] *')) {
    const box = element.getBoundingClientRect();
    const style = getComputedStyle(element);
    const isHidden = box.width <= 2 || style.visibility === "hidden" || style.clipPath !== "none";
    if (isHidden || !element.textContent.trim() || element.closest(NOT_MEASURED)) continue;
    const name = `${element.tagName}.${element.className} ${element.textContent.trim().slice(0, 40)}`;
    const clips = (overflow) => overflow === "hidden" || overflow === "clip";
    if (box.left < -1 || box.right > edge + 1) found.push(`outside: ${name}`);
    else if (clips(style.overflowX) && !element.querySelector("canvas") && element.scrollWidth > element.clientWidth + 2) found.push(`cut at its side: ${name}`);
    else if (clips(style.overflowY) && element.clientHeight > 5 && element.scrollHeight > element.clientHeight + 3) found.push(`cut below: ${name}`);
  }
  return found;
}"""
"""What stands beside the screen or is cut off by its box, each in a line."""

STOP = """() => {
  const element = document.activeElement;
  if (element === document.body || element.dataset.visited) return null;
  element.dataset.visited = "true";
  const name = element.getAttribute("aria-label") || element.textContent.trim() || element.id;
  return `${element.tagName} ${name.replace(/\\s+/g, " ").slice(0, 60)}`;
}"""
"""What has the keyboard's focus; null where the Tab key has come round."""
