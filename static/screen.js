// What the server must know of the reader's screen before it draws: the room for content, the height of the window, and
// whether deck.gl can draw. The document runs this before anything else; a cookie takes it along with the first message,
// and browser.js reports what changes later.

(() => {
  const STEP = 50; // pixels: a finer measure would draw the page anew for nothing
  const LEAST = 300;
  const FRAMED = 900; // the height of the window for a view in a frame, whose height follows that of the view
  const PHONE = 650; // pixels of room below which one column is drawn
  const [NARROWEST_SIDE, WIDEST_SIDE, SIDE, WIDEST] = [16, 64, 0.04, 1480]; // the margins and the width of page.css
  let hasWebGL; // a test costs a canvas, so there is one for each document

  function testWebGL() {
    const context = document.createElement("canvas").getContext("webgl2");
    context?.getExtension("WEBGL_lose_context")?.loseContext(); // browsers keep few of them
    return Boolean(context);
  }

  function findWidth() {
    const page = document.querySelector('[data-testid="stMainBlockContainer"]');
    if (page) {
      const style = getComputedStyle(page);
      return page.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
    }
    const side = Math.min(Math.max(NARROWEST_SIDE, SIDE * window.innerWidth), WIDEST_SIDE);
    return Math.min(window.innerWidth, WIDEST) - 2 * side;
  }

  const round = (length) => Math.max(Math.floor(length / STEP) * STEP, LEAST);

  // Width and height in steps, and 1 where deck.gl can draw: "1300x900x1".
  window.measureScreen = () => {
    hasWebGL ??= testWebGL();
    const width = round(findWidth());
    const isFramed = new URLSearchParams(window.location.search).get("embed") === "true";
    const height = width < PHONE ? LEAST : isFramed ? FRAMED : round(window.innerHeight); // a phone's changes with every scroll
    return [width, height, Number(hasWebGL)].join("x");
  };

  // A browser that takes WebGL away while the page is open.
  document.addEventListener("webglcontextlost", () => (hasWebGL = false), true);

  document.cookie = `cm-screen=${window.measureScreen()}; SameSite=Lax`;
})();
