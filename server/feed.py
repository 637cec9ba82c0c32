"""The feed: what has changed from version to version of the dataset, as Atom."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from components.news import summarize
from loaders.analysis.changes import list_releases

if TYPE_CHECKING:
    from exports.view import ExportedView

ATOM = "http://www.w3.org/2005/Atom"
ID = "urn:coalition-meetings"


def write_feed(view: ExportedView) -> bytes:
    """Write the versions of the dataset in which facts changed, the latest first, in the language of the view."""
    text, releases = view.text, list_releases(view.chosen)
    feed = ET.Element("feed", {"xmlns": ATOM, "xml:lang": text.language})
    _add(feed, "title", text("releases.title"))
    _add(feed, "id", ID)
    _add(feed, "updated", _write_time(releases[0].released_on if releases else "1970-01-01"))
    ET.SubElement(_add(feed, "author", ""), "name").text = text("page.title")
    ET.SubElement(feed, "link", {"rel": "self", "href": f"{view.origin}feed.atom"})
    ET.SubElement(feed, "link", {"href": view.origin})
    for release in releases:
        entry = ET.SubElement(feed, "entry")
        _add(entry, "title", text("releases.version", version=release.version))
        _add(entry, "id", f"{ID}:version:{release.version}")
        _add(entry, "updated", _write_time(release.released_on))
        ET.SubElement(entry, "link", {"href": f"{view.origin}data/changes.csv"})
        _add(entry, "summary", summarize(release.changes, view.chosen, text))
    ET.indent(feed)
    return bytes(ET.tostring(feed, encoding="utf-8", xml_declaration=True))


def _add(parent: ET.Element, name: str, text: str) -> ET.Element:
    element = ET.SubElement(parent, name)
    element.text = text
    return element


def _write_time(day: str) -> str:
    """Return the beginning of a day, ``YYYY-MM-DD``, as Atom writes a time."""
    return f"{day}T00:00:00Z"
