// One view within another site's page. It tells that page how high it is, so that the frame can be made to fit; and a link
// that leads away opens the whole page in a tab of its own, since the frame has room for the view only.

(() => {
  const CONTENT = '[data-testid="stMainBlockContainer"]';
  const TABLE = '[class*="st-key-table-"]';
  const ALONE = ["embed", "view"]; // parameters of the address that only a frame has

  const observer = new ResizeObserver(([{ target }]) => {
    parent.postMessage({ type: "coalition-meetings", height: Math.ceil(target.scrollHeight) }, "*"); // any site may know it
  });
  const waiting = new MutationObserver(() => {
    const content = document.querySelector(CONTENT);
    if (!content) return;
    waiting.disconnect();
    observer.observe(content);
  });
  waiting.observe(document, { childList: true, subtree: true });

  // A click that opens or closes something in the view stays here: browser.js answers it. What a link of the table opens
  // would lie at the end of a frame that is as long as the table.
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[href^='?']");
    const isPlain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
    if (!link || (isPlain && "step" in link.dataset && !link.closest(TABLE))) return;
    const isPart = link.dataset.step === "" || link.dataset.lead === ""; // it holds its own change only
    const whole = new URLSearchParams(isPart ? window.location.search : "");
    const own = new URLSearchParams(link.getAttribute("href"));
    for (const name of [...own.keys(), ...ALONE]) whole.delete(name);
    own.forEach((value, name) => ALONE.includes(name) || whole.append(name, value));
    link.setAttribute("href", `?${whole}`);
    Object.assign(link, { target: "_blank", rel: "noopener" });
    event.stopImmediatePropagation();
  }, true);
})();
