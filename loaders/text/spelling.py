"""Spelling: British and American English as one. A word is compared in its British spelling."""

from __future__ import annotations

import re

_OUR = (
    "arm|behavi|cand|clam|col|demean|endeav|fav|ferv|flav|glam|harb|hon|hum|lab|neighb|od|parl|ranc"
    "|rig|rum|sav|savi|splend|succ|tum|val|vap|vig"
)
_RE = "(?:centi|kilo|milli)?(?:lit|met)|(?:epi)?cent|calib|fib|lust|maneuv|meag|sab|somb|spect|(?:amphi)?theat"
_LL = (
    "cancel|channel|counsel|dial|distil|enrol|equal|fuel|fulfil|instal|instil|label|level|marshal|model"
    "|panel|quarrel|rival|shovel|signal|total|travel|tunnel|unravel"
)

_RULES = tuple(
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        # A word that ends in -ize in both spellings changes too: all its forms change alike.
        (r"(?<=..)iz(?=(?:e[drs]?|ers|ings?|ations?|ational|able)$)", "is"),
        (r"(?<=[al])yz(?=(?:e[drs]?|ers|ing)$)", "ys"),
        (
            rf"^((?:dis|mis|un)?(?:{_OUR}))or(?=(?:s|ed|ing|ers?|abl[ey]|ful(?:ly)?|less|ites?|hoods?|ly|al|y)?$)",
            r"\1our",
        ),
        (rf"^({_RE})er(?=s?$)", r"\1re"),
        (rf"^({_RE})er(?=ed$|ing$)", r"\1r"),
        (r"^(defen|licen|offen|preten)s(?=e[ds]?$|ing$|eless$)", r"\1c"),
        (r"^practis(?=e[drs]?$|ing$)", "practic"),
        (rf"^({_LL})(?=(?:ed|ing|ings|ers?|ors?)$)", r"\1l"),
        (r"^(disti|enro|fulfi|insta|insti)ll(?=(?:s|ments?)?$)", r"\1l"),
        (r"^gra(?=y(?:s|er|ish)?$)", "gre"),
        (r"^(ski|wi)ll(?=ful)", r"\1l"),
        (r"^(cata|ana|dia|mono)log(?=s?$)", r"\1logue"),
    )
)
"""Endings, and the beginnings of the words that have them where not every word does."""

_BEGINNINGS = {
    "acknowledgment": "acknowledgement",
    "aging": "ageing",
    "airplane": "aeroplane",
    "aluminum": "aluminium",
    "anesthe": "anaesthe",
    "archeolog": "archaeolog",
    "artifact": "artefact",
    "councilor": "councillor",
    "encyclopaedi": "encyclopedi",
    "enquir": "inquir",
    "hemorrhag": "haemorrhag",
    "jewelry": "jewellery",
    "judgment": "judgement",
    "manoeuvr": "maneuvr",
    "marvelous": "marvellous",
    "mold": "mould",
    "moslem": "muslim",
    "pediatric": "paediatric",
    "plow": "plough",
    "programme": "program",
    "sizable": "sizeable",
    "skeptic": "sceptic",
    "sulfur": "sulphur",
    "towards": "toward",
    "tranquility": "tranquillity",
    "woolen": "woollen",
}
"""Beginnings of words that no rule covers, and what stands in their place."""

_BEGINNING = re.compile("^(?:" + "|".join(sorted(_BEGINNINGS, key=len, reverse=True)) + ")")


def to_british(word: str) -> str:
    """The spelling in which a folded English word is compared, whichever of the two it has."""
    for pattern, replacement in _RULES:
        word = pattern.sub(replacement, word)
    return _BEGINNING.sub(lambda match: _BEGINNINGS[match[0]], word)
