"""What a template may ask of a snapshot, in words an officer would write: {助农消费}, {联合主题党日场次:同比}, {截至}.

A figure of the statistics has the name of its row: each type of activity is {…场次}, each measure is its own name, so a
measure that staff add can be written at once. Behind a colon stands how it is to be said:

    :约 official style, which is also meant when nothing is said · :准 as recorded · :数 official, without the unit
    :上年 the same dates of last year · :同比 “比上年同期增加…” · :增幅 “比上年同期增长…%”
    :零则省略 a clause whose figure is zero is left out · :零写暂无 these words instead of “0件”
"""

import re
from typing import NamedTuple

from activities.models import ActivityType, Measure

PLACEHOLDER = re.compile(r"[{｛]([^{}｛｝\n]{1,100})[}｝]")
COLON = re.compile("[:：]")
UNWRITABLE = re.compile(r"[\s{}｛｝:：，；。！？]+")  # what cannot stand in the name of a placeholder

ABOUT, EXACT, BARE, BEFORE, CHANGE, GROWTH = "约", "准", "数", "上年", "同比", "增幅"
STYLES = {
    ABOUT: "官方写法，如28万余元；不写也是这样",
    EXACT: "精确数，如283600元",
    BARE: "官方写法，不带单位，单位自己写",
    BEFORE: "上年同期的数",
    CHANGE: "与上年同期相比，如“比上年同期增加12场次”",
    GROWTH: "与上年同期相比的百分比，如“比上年同期增长12.5%”",
}
DROP, SAY = "零则省略", "零写"
LONGEST_SAID = 20
BY_HAND = "由工委填写"
WORDS = {  # no figures, but what the snapshot is of
    "截至": "如“7月底”；截止日不是月末时为“7月15日”",
    "截至日期": "如“2023年7月31日”",
    "期间": "如“2023年1月1日至7月31日”",
    "年份": "截止日所在的年份，如“2023年”",
    "工委": "工委简称",
    BY_HAND: "空着，由人来写",
}
HELD, MEASURE = "held:", "measure:"
NAMES = {
    "held": ("活动场次", "场次"),
    "units": ("参与单位次", "单位次"),
    "people": ("参与人次", "人次"),
    "alliances_active": ("开展活动的联盟", "个"),
    "expense": ("实际支出", "元"),
}


class Asked(NamedTuple):
    name: str
    style: str = ABOUT
    zero: str = ""  # DROP, or the words to say; "" says the zero
    text: str = ""  # as it was written, without braces


class Known(NamedTuple):
    name: str
    key: str  # of the figure; "" for a word
    unit: str
    label: str


def parse(inner: str) -> Asked:
    """Raises ValueError, in words for the writer, where what stands behind a colon is not known."""
    name, *options = (part.strip() for part in COLON.split(inner))
    style = zero = ""
    for option in options:
        if option in STYLES and not style:
            style = option
        elif option == DROP and not zero:
            zero = DROP
        elif option.startswith(SAY) and not zero and 0 < len(option.removeprefix(SAY)) <= LONGEST_SAID:
            zero = option.removeprefix(SAY)
        else:
            raise ValueError(f"{{{inner}}}里的“{option}”不认识，可以写：{'、'.join(STYLES)}、{DROP}、{SAY}…")
    if options and name in WORDS:
        raise ValueError(f"{{{name}}}后面不用写冒号")
    return Asked(name, style or ABOUT, zero, inner.strip())


def known_to(committee) -> list[Known]:
    """All that its templates may ask, those out of use too: an old template still says what it said. Two queries."""
    types = ActivityType.objects.filter(committee=committee).values_list("name", flat=True)
    measures = Measure.objects.filter(committee=committee).values_list("name", "unit")
    pairs = [(key, "", unit) for key, (_, unit) in NAMES.items()]
    pairs += [(f"{HELD}{name}", name, "场次") for name in types]
    pairs += [(f"{MEASURE}{name}", name, unit) for name, unit in measures]
    found = named((key, name) for key, name, _ in pairs)
    units = {key: unit for key, _, unit in pairs}
    words = [Known(name, "", "", label) for name, label in WORDS.items()]
    return words + [Known(name, key, units[key], "") for name, key in found.items()]


def named(figures) -> dict[str, str]:
    """{placeholder: key} of (key, name) pairs; a measure called like something else is {指标…}."""
    found = {}
    for key, name in figures:
        if key in NAMES:
            word = NAMES[key][0]
        elif key.startswith(HELD):
            word = f"{key.removeprefix(HELD)}场次"
        else:
            word = key.removeprefix(MEASURE) if key.startswith(MEASURE) else name
        word = UNWRITABLE.sub("", word)
        while word in WORDS or word in found:
            word = f"指标{word}"
        found[word] = key
    return found


def faults_in(text: str, names) -> list[str]:
    """What in this text of a template cannot be filled: each unknown placeholder by its name."""
    faults = []
    for inner in PLACEHOLDER.findall(text):
        try:
            name = parse(inner).name
        except ValueError as fault:
            faults.append(str(fault))
        else:
            if name not in names:
                faults.append(f"没有{{{name}}}这个占位符")
    return list(dict.fromkeys(faults))
