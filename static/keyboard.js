// The keyboard's ways through the page: past its first rows, and along a row of links that is one stop of the Tab key.

(() => {
  const SKIP = '[data-testid="stSkipToContent"]'; // Streamlit's link, which leads to its main part: our first rows are in it
  const CONTENT = ".cm-title, .cm-keys"; // what a page begins with below them
  const ROW = '[role="toolbar"]';

  document.addEventListener("click", (event) => {
    const content = event.target.closest?.(SKIP) && document.querySelector(CONTENT);
    if (!content) return;
    event.preventDefault();
    event.stopPropagation();
    content.tabIndex = -1;
    content.focus();
  }, true);

  document.addEventListener("keydown", (event) => {
    const row = event.target.closest?.(ROW);
    if (!row || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    const links = [...row.querySelectorAll("a")];
    const place = links.indexOf(event.target);
    const [onward, backward] = getComputedStyle(row).direction === "rtl" ? ["ArrowLeft", "ArrowRight"] : ["ArrowRight", "ArrowLeft"];
    const next = { [onward]: place + 1, [backward]: place - 1, Home: 0, End: -1 }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    links.at(next % links.length).focus();
  });
})();
