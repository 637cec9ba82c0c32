// Streamlit has the words of its own widgets in English only. Here they are put into the language of the page, in texts and
// in what is said aloud. Nothing but text changes, so that Streamlit finds its widgets as it left them.

(() => {
  const OURS = '[data-testid="stHtml"], .js-plotly-plot'; // parts whose words the page has written itself
  const SAID = ["aria-label", "title", "placeholder"];
  const NAME = "{name}"; // what stands for a name or a number inside words

  let words = []; // pairs: Streamlit's words, or those of the other language, and those of the page

  function translate(said) {
    for (const [from, to] of words) {
      const [start, end] = from.split(NAME);
      if (end === undefined) {
        if (said === from) return to;
      } else if (said.startsWith(start) && said.endsWith(end) && said.length > start.length + end.length) {
        return to.replace(NAME, () => said.slice(start.length, said.length - end.length));
      }
    }
    return null;
  }

  function translateElement(element) {
    for (const name of SAID) {
      const said = element.getAttribute(name);
      const changed = said && translate(said);
      if (changed) element.setAttribute(name, changed);
    }
    for (const node of element.childNodes) {
      const changed = node.nodeType === Node.TEXT_NODE && translate(node.data);
      if (changed) node.data = changed;
    }
  }

  function translateTree(root) {
    if (!root || root.closest(OURS)) return;
    translateElement(root);
    root.querySelectorAll(`*:not(:is(${OURS}), :is(${OURS}) *)`).forEach(translateElement);
  }

  const observer = new MutationObserver((changes) => {
    for (const { type, target, addedNodes } of changes) {
      if (type === "childList") for (const node of addedNodes) translateTree(node instanceof Element ? node : node.parentElement);
      else translateTree(target instanceof Element ? target : target.parentElement);
    }
  });

  // Words by the words that they replace.
  window.translateWidgets = (given) => {
    observer.disconnect();
    words = Object.entries(given);
    translateTree(document.body);
    observer.observe(document.body, { attributeFilter: SAID, characterData: true, childList: true, subtree: true });
  };
})();
