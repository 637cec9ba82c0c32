// The drawn map of cities: the server sends it as SVG, and it is put on the page here. A city that had the keyboard's
// focus keeps it when the map is drawn anew, so that a second Enter clears what the first has chosen.

export default function ({ data, parentElement }) {
  const room = parentElement.querySelector(".cm-map-room");
  if (room.drawing === data.svg) return;
  room.drawing = data.svg;
  const focused = room.contains(document.activeElement) && document.activeElement.getAttribute("href");
  const drawing = new DOMParser().parseFromString(data.svg, "image/svg+xml").documentElement;
  room.replaceChildren(document.importNode(drawing, true));
  if (focused) room.querySelector(`a[href="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true });
}
