"""Where a leaf's figures come from: chosen from the records the portal keeps, written and read in words.

数据来源 = “联合主题党日”，“成效（成效指标=助农消费）”; what people judge or enter is “人工评定”
"""

import re
import unicodedata

from assessments.facts import SOURCES
from assessments.facts.params import ROWS
from portal.asked import whole_number

BY_HAND = "人工评定"
HAND_KEY = "hand"  # in a form, where nothing chosen is no answer
HAND_WORDS = {BY_HAND, "人工", "人工填报", "人工录入"}
RECORDS = {"items": "逐条记录", "amount": "一个数值", "whole": "总数（应有多少）"}


class Lists:
    """What a committee may choose from (its measures, types …), each list read once."""

    def __init__(self, committee):
        self.committee = committee
        self._names = {}

    def names(self, param):
        """Key → name of everything the param may be; a number has none."""
        if param.type not in ROWS:
            return dict(param.choices)
        if param.type not in self._names:
            self._names[param.type] = {row.pk: str(row) for row in param.rows(self.committee)}
        return self._names[param.type]


def label_of(key):
    source = SOURCES.get(key)
    return source.label if source else key or BY_HAND


def choices_for(audience):
    """(key, label) of the sources that can be asked about this audience, by hand first."""
    known = [(key, source.label) for key, source in SOURCES.items() if audience in source.audiences]
    return [(HAND_KEY, f"{BY_HAND}（由人填写，可补充事项）"), *known]


def faults_of(indicator, audience, lists):
    """All that is wrong with source and params of a leaf, in words."""
    if not indicator.source:
        return []
    source = SOURCES.get(indicator.source)
    if source is None:
        return [f"没有“{indicator.source}”这个数据来源。"]
    found = []
    if audience not in source.audiences:
        found.append(f"数据来源“{source.label}”不能用于这类考核对象。")
    return found + params_faults(source, indicator.source_params, lists)


def params_faults(source, params, lists):
    if not isinstance(params, dict):
        return ["来源参数应为一组名称和值。"]
    known = {param.name for param in source.params}
    found = [f"来源“{source.label}”没有参数“{name}”。" for name in sorted(map(str, params.keys() - known))]
    return found + [
        fault for param in source.params if (fault := param.fault(params.get(param.name), lists.names(param).keys()))
    ]


def ungiven(indicator, rule):
    """What the rule rests on and the source does not give, in words. What people enter (level, points, votes) may
    stand beside any source."""
    source = SOURCES.get(indicator.source)
    if source is None:
        return []
    needed, given = set(rule.needs) & RECORDS.keys(), set(source.gives)
    countable = {"items", "amount"}
    if countable <= needed and given & countable:  # either will do
        needed -= countable
    if "items" in given:  # what is listed can be added up
        given.add("amount")
    return [RECORDS[need] for need in RECORDS if need in needed - given]


def sentence_of(indicator, lists):
    """What the source counts, with what it was told."""
    source = SOURCES.get(indicator.source)
    if source is None:
        return ""
    told = _told(source, indicator.source_params, lists)
    return source.sentence.removesuffix("。") + (f"（{'；'.join(told)}）" if told else "") + "。"


def write(key, params, lists):
    """As `read` reads it."""
    source = SOURCES.get(key)
    if source is None:
        return key or BY_HAND
    told = _told(source, params, lists)
    return source.label + (f"（{'；'.join(told)}）" if told else "")


def read(text, lists):
    """(key, params) of what stands in a cell; ValueError says what was expected."""
    written = unicodedata.normalize("NFKC", text or "").strip()
    if written in HAND_WORDS or not written:
        return "", {}
    by_label = {unicodedata.normalize("NFKC", source.label): source for source in SOURCES.values()}
    if written in by_label:
        return by_label[written].key, {}
    for label, source in sorted(by_label.items(), key=_longest_first):
        rest = written.removeprefix(label).strip()
        if rest != written and rest.startswith("(") and rest.endswith(")"):
            return source.key, _read_params(source, rest[1:-1], lists)
    known = "、".join(source.label for source in SOURCES.values())
    raise ValueError(f"没有“{_short(text)}”这个数据来源，可写：{BY_HAND}、{known}")


def _told(source, params, lists):
    if not isinstance(params, dict):
        return []
    given = [(param, params.get(param.name)) for param in source.params]
    return [f"{param.label}={_name(param, value, lists)}" for param, value in given if value not in (None, "")]


def _name(param, value, lists):
    try:
        return lists.names(param).get(value, value)
    except TypeError:  # a list or the like, which `faults_of` refuses
        return value


def _read_params(source, text, lists):
    by_label = {unicodedata.normalize("NFKC", param.label): param for param in source.params}
    params = {}
    for part in filter(None, map(str.strip, re.split(r"[;；]", text))):
        name, equals, value = part.partition("=")
        param = by_label.get(name.strip())
        if param is None or not equals:
            known = "、".join(by_label) or "（没有参数）"
            raise ValueError(f"来源“{source.label}”没有参数“{_short(name)}”，可写：{known}")
        params[param.name] = _read_value(param, value.strip(), lists)
    return params


def _read_value(param, text, lists):
    names = {unicodedata.normalize("NFKC", str(name)): key for key, name in lists.names(param).items()}
    if text in names:
        return names[text]
    if param.type == "number" and (number := whole_number(text)) is not None:
        return number
    known = "、".join(map(str, lists.names(param).values())) or "整数"
    raise ValueError(f"“{param.label}”没有“{_short(text)}”，可写：{known}")


def _longest_first(pair):
    return -len(pair[0])


def _short(text):
    return text if len(text) <= 20 else f"{text[:20]}…"
