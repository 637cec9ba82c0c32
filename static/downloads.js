// Files are made when they are asked for: a link with "download" says so meanwhile, and when it is done. Without this
// script the browser follows the link itself. Here is as well what other scripts hand over: a file, or words to copy.

(() => {
  const MENU = ".cm-files"; // the list of files in the first row
  const KEPT = 60_000; // milliseconds in which the browser may still read a file

  // The address as it is copied: with the version of the dataset that the reader sees, so that the page can say later what
  // has changed.
  window.addressOf = (version) => {
    const bare = window.location.href.replace(/([?&])version=[^&]*&?/, "$1").replace(/[?&]$/, "");
    return `${bare}${bare.includes("?") ? "&" : "?"}version=${version}`;
  };

  // Hands a file to the reader under a name.
  window.saveFile = (file, name) => {
    const href = URL.createObjectURL(file);
    Object.assign(document.createElement("a"), { href, download: name }).click();
    setTimeout(() => URL.revokeObjectURL(href), KEPT);
  };

  // Copies words letter by letter. Where the page is not served safely, a browser keeps its clipboard to itself; then what
  // is marked is copied, as if the reader had done it.
  window.copyWords = async (words) => {
    if (!words) throw new Error("nothing to copy");
    try {
      return await navigator.clipboard.writeText(words);
    } catch {
      const area = document.body.appendChild(Object.assign(document.createElement("textarea"), { value: words }));
      area.select();
      const done = document.execCommand("copy");
      area.remove();
      if (!done) throw new Error("not copied");
    }
  };

  const say = (link, words) => {
    const status = link.closest(`${MENU}, .cm-download`)?.querySelector("[data-making]");
    if (status) status.textContent = words ? status.dataset[words] : "";
  };

  async function take(link) {
    if (link.getAttribute("aria-busy")) return;
    link.setAttribute("aria-busy", "true");
    say(link, "making");
    try {
      const answer = await fetch(link.href);
      if (!answer.ok) throw new Error(`${link.href} answers ${answer.status}`);
      const [, name] = answer.headers.get("Content-Disposition")?.match(/filename="([^"]+)"/) ?? [];
      window.saveFile(await answer.blob(), name ?? "");
      say(link, "done");
    } catch (error) {
      console.warn(error);
      say(link, "failed");
    }
    link.removeAttribute("aria-busy");
  }

  document.addEventListener("click", (event) => {
    for (const menu of document.querySelectorAll(`${MENU}[open]`)) {
      if (!menu.contains(event.target)) menu.open = false;
    }
    const link = event.target.closest?.("a[download]");
    if (!link || link.protocol === "blob:" || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    take(link);
  });

  document.addEventListener("keydown", (event) => {
    const menu = event.key === "Escape" && event.target.closest?.(`${MENU}[open]`);
    if (!menu) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });
})();
