"""What readers type and what they mean: 204 queries, half of them in Arabic, and the passages that hold it.

The passages are found without the search, by a regular expression in one language or the other.
"""

import re

import pytest

from loaders.schema.tables import records
from loaders.text.query import parse_query
from loaders.text.search import search

NOTHING = r"(?!)"
"""What no text matches."""

PREFIX = r"\b[وف]?(?:ال|بال|لل|كال|[بكل])?"
"""What may be written before an Arabic noun."""

ISIS = (r"\bISIS\b", "داعش|الدولة الإسلامية")
MCGURK = ("McGurk", "مكغورك")
TRUMP = ("Trump", "ترمب")
TILLERSON = ("Tillerson", "تيلرسون")
POMPEO = ("Pompeo", "بومبيو")
ABADI = ("Abadi", "العبادي")
ASSAD = ("Assad", "الأسد")
KASASBEH = ("Kasasbeh", "الكساسبة")
LE_DRIAN = ("Le Drian", "دريان")
RAQQA = ("Raqqa", "الرقة")
SYRIA = (r"\bSyria\b", "سوريا")
STATES = (r"\bUS\b", "الولايات المتحدة")
BRITAIN = ("Britain", "بريطانيا")
WEST_AFRICA = ("West Africa", "غرب أفريقيا")
NORTH_EAST = ("north-eastern Syria", "شمال شرقي سوريا")
NATO = ("NATO", "شمال الأطلسي")
NATIONS = (r"\bUN\b", "الأمم المتحدة")
COUNCIL = ("Security Council", "مجلس الأمن")
UNION = ("European Union", "الاتحاد الأوروبي")
LEAGUE = ("Arab League", "جامعة الدول العربية")
GULF = ("Gulf Cooperation Council", "مجلس التعاون")
INTERPOL = ("Interpol", "الإنتربول")
COALITION = (
    "(?i)(?:international|global) coalition|coalition against ISIS",
    "تحالف (?:الدولي|العالمي|ضد)",
)
RESOLVE = ("Inherent Resolve", "الحل المتأصل")
FIGHTERS = ("foreign terrorist fighters", "المقاتلين الإرهابيين الأجانب")
DISPLACED = ("displaced", "النازحين")
TERRORISM = ("(?i)counter-terrorism|fight against terrorism", "(?:مكافحة|محاربة) الإرهاب")
MEDIA = ("social media", "منصات التواصل")
ROAD_MAP = ("road map", "خريطة طريق")

AREA = (r"\b110,000\b", r"\b110 آلاف")
FREED = (r"\b7\.5 million", r"\b7\.5 مليون")
AID = (r"\b20 billion", r"\b20 مليار")
NAMES = (r"\b43,000\b", r"\b43 ألف")
TRAINED = (r"\b210,000\b", r"\b210 آلاف")
FOREIGN = (r"\b40,000\b", r"\b40 ألف")
SHARE = (r"\b98%", r"\b98%")
PLEDGE = (r"\b200 million", r"\b200 مليون")
RETURNED = (r"\b2\.6 million", r"\b2\.6 مليون")
FALLEN = (r"\b46\b", r"\b46\b")
MEMBERS = (r"\b74\b", r"\b74\b")


def english(pattern):
    return pattern, NOTHING


def arabic(pattern):
    return NOTHING, PREFIX + pattern


ENGLISH = [
    (english(r"(?i)\borganisations?\b"), "organization|organisation|organizations|Organisation’s"),
    (english(r"\bdefence\b"), "defense|defence"),
    (english(r"\bstabilisation\b"), "stabilization|stabilisation|stabilize|stabilise"),
    (english(r"\bstability\b"), "stability"),
    (english(r"\bmobilised\b"), "mobilized|mobilise"),
    (english(r"\bauthorised\b"), "authorized|authorise"),
    (english(r"\bkilometres\b"), "kilometers|kilometer|kilometres"),
    (english(r"\bmetre\b"), "meter"),
    (english(r"\bcentres\b"), "center|centers|centre"),
    (english(r"\bsympathisers\b"), "sympathizers"),
    (english(r"\bdecentralisation\b"), "decentralization"),
    (english(r"(?i)\bliberat(?:e|ed|ion|ing)\b"), "liberate|liberation"),
    (english(r"safe havens?"), "safe haven"),
    (english(r"safe havens\b"), '"safe havens"'),
    (english(NOTHING), '"Daesh"|"stabilization"'),
    (ISIS, "IS|ISIS|ISIL|Daesh|Da'esh|Daʿesh|Daish|Daech|Islamic State"),
    (MCGURK, "McGurk|Mc Gurk|MacGurk"),
    (TRUMP, "President Trump"),
    (TILLERSON, "Rex Tillerson|Tillersen"),
    (ABADI, "Abadi|Haidar al-Abadi"),
    (ASSAD, "Assad|Bashar Assad"),
    (LE_DRIAN, "LeDrian"),
    (KASASBEH, "Kassasbeh"),
    (RAQQA, "Raqqa|Raqqah|Rakka|ar-Raqqah"),
    (STATES, "USA|U.S.|United States"),
    (BRITAIN, "UK|United Kingdom"),
    (NORTH_EAST, "northeastern Syria|northeast Syria"),
    (NATO, "NATO|OTAN|North Atlantic Treaty Organization"),
    (NATIONS, "UN|United Nations"),
    (COUNCIL, "UNSC|UN Security Council"),
    (UNION, "EU|European Union"),
    (GULF, "GCC|Gulf Co-operation Council"),
    (COALITION, "Global Coalition|anti-ISIS coalition"),
    (RESOLVE, "OIR"),
    (FIGHTERS, "FTF|foreign terrorist fighter"),
    (DISPLACED, "IDPs|displaced persons"),
    (TERRORISM, "counterterrorism|counter-terrorism"),
    (ROAD_MAP, "roadmap"),
    (AREA, "110000|110,000|110 thousand|110k|a hundred and ten thousand"),
    (FREED, "7.5 million|7,5 million|7500000|seven and a half million"),
    (AID, "20 billion|20bn|twenty billion"),
    (NAMES, "43000|43 000|forty-three thousand"),
    (SHARE, "98%|98 percent"),
    (PLEDGE, "200 million"),
    (FALLEN, "forty-six"),
]

ARABIC = [
    (ISIS, "داعش|الدولة الإسلامية|تنظيم الدولة|الدوله الاسلاميه|الدواعش"),
    (MCGURK, "مكغورك|مكغيرك|ماكغورك|ماكغيرك|مكجورك|ماكجورك|بريت ماكغورك"),
    (TRUMP, "ترمب|ترامب|ترمپ"),
    (TILLERSON, "تيلرسون|تلرسون"),
    (POMPEO, "بومبيو|پومپيو"),
    (ABADI, "العبادي|حيدر العبادي"),
    (ASSAD, "بشار الأسد"),
    (KASASBEH, "الكساسبه"),
    (RAQQA, "الرقة|الرقه|مدينه الرقه"),
    (SYRIA, "سوريا|سورية|سوريه"),
    (STATES, "الولايات المتحدة|الولايات المتحده|أمريكا|اميركا"),
    (BRITAIN, "بريطانيا"),
    (arabic("أميركي(?:ة|ين|ون)?"), "أميركي|أمريكي|الأمريكية"),
    (WEST_AFRICA, "غرب أفريقيا|غرب إفريقيا"),
    (NATO, "الناتو|حلف الناتو|حلف شمال الاطلسي"),
    (NATIONS, "الأمم المتحدة|الامم المتحده"),
    (COUNCIL, "مجلس الأمن|مجلس الامن الدولي"),
    (UNION, "الاتحاد الأوروبي|الإتحاد الاوروبي"),
    (LEAGUE, "الجامعة العربية|الجامعه العربيه"),
    (INTERPOL, "الانتربول"),
    (COALITION, "التحالف الدولي|الائتلاف الدولي"),
    (RESOLVE, "العزم الصلب"),
    (FIGHTERS, "المقاتلون الإرهابيون الأجانب|المقاتلين الارهابيين الاجانب"),
    (DISPLACED, "النازحون|نازح"),
    (TERRORISM, "مكافحة الارهاب|محاربة الإرهاب"),
    (MEDIA, "وسائل التواصل الاجتماعي|مواقع التواصل الاجتماعي"),
    (ROAD_MAP, "خارطة طريق|خريطة الطريق"),
    (arabic(r"هزيم(?:ة|ته)\b"), "هزيمه|الهزيمه"),
    (arabic(r"حمل(?:ة|ته)\b"), "الحملة|الحمله"),
    (arabic(r"شبك(?:ة|ات)\b"), "شبكه|الشبكة"),
    (arabic(r"دعاي(?:ة|ته)\b"), "الدعايه"),
    (arabic(r"مستوى\b"), "المستوى|المستوي"),
    ((NOTHING, NOTHING), "«الرقه»"),
    (AREA, "110 ألف|١١٠ ألف|مئة وعشرة آلاف|مائة وعشره الاف"),
    (FREED, "7.5 مليون|٧٫٥ مليون|سبعة ملايين ونصف|سبعه ملايين ونصف المليون"),
    (AID, "20 مليار|عشرون ملياراً|عشرين مليار"),
    (NAMES, "43 ألف|٤٣٬٠٠٠|ثلاثة وأربعون ألفاً"),
    (TRAINED, "210 ألف|٢١٠ آلاف|مئتان وعشرة آلاف"),
    (FOREIGN, "40 الف|أربعين ألفاً"),
    (SHARE, "٩٨٪|98 بالمئة|98 في المئة"),
    (PLEDGE, "٢٠٠ مليون|مئتي مليون"),
    (RETURNED, "٢٫٦ مليون|مليونان وستمئة ألف"),
    (FALLEN, "ستة وأربعون"),
    (MEMBERS, "٧٤"),
]


def pair_up(groups):
    """Each query with the pattern of what it means in both languages."""
    return [(query, patterns) for patterns, queries in groups for query in queries.split("|")]


PAIRS = pair_up(ENGLISH) + pair_up(ARABIC)


def find_both(dataset, query, patterns):
    """The passages that the search finds, and those that hold what is meant."""
    found = {(hit.meeting_id, hit.number) for hit in search(dataset, parse_query(query, dataset))}
    meant = {
        (row["meeting_id"], row["number"])
        for row in records(dataset.passages)
        if re.search(patterns[0], row["en"]) or re.search(patterns[1], row["ar"])
    }
    return found, meant


def test_half_of_the_pairs_are_arabic():
    typed = [query for query, _ in PAIRS]

    assert len(typed) == len(set(typed)) == 204
    assert sum(bool(re.search("[\u0600-\u06ff]", query)) for query in typed) == 102


@pytest.mark.parametrize(("query", "patterns"), PAIRS)
def test_what_is_meant_is_found(record, query, patterns):
    found, meant = find_both(record, query, patterns)

    assert meant - found == set()


def test_little_else_is_found(record):
    pairs = [find_both(record, *pair) for pair in PAIRS]
    right = sum(len(found & meant) for found, meant in pairs)

    recall = right / sum(len(meant) for _, meant in pairs)
    precision = right / sum(len(found) for found, _ in pairs)

    print(f"{len(PAIRS)} queries: recall {recall:.4f}, precision {precision:.4f}")
    assert recall == 1
    assert precision > 0.98
