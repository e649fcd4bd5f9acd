"""A rule as one line of text, for the workbook and the form, and back.

逐次扣分（每次=0.5；扣完为止）
加倍（标记=催办后；倍数=2；逐次扣分（每次=0.5；扣完为止））
分档（档次=80以下：0、80至90：2、90以上：4；合计一次）    80以下 is less than 80, 90以上 is 90 and more
等级（等级=好：20、较好：15、一般：10、差：0）

A kind by its label; in brackets its parameters, each `名称=值`; a choice is its word alone; a rule inside stands alone,
too. Full-width and half-width brackets, colons, semicolons and equals signs are the same. A text that holds one of them
is put in “quotes”, in which a backslash takes the next character as it is.
"""

from assessments.judging.exact import plain
from assessments.scoring.faults import RuleFault, RuleFaults
from assessments.scoring.rules import KINDS, rule_from_json
from assessments.scoring.rules.params import CHOICE, LEVELS, NAMES, RULE, TEXT, TIERS

LONGEST = 4000
OPEN, CLOSE, STOP, IS, COLON, COMMA = "（(", "）)", "；;", "=＝", "：:", "、，,"
MARKS = OPEN + CLOSE + STOP + IS + COLON + COMMA
QUOTES = {"“": "”", '"': '"', "「": "」"}
SPECIAL = set(MARKS) | set('“”"「」\\')
LABELS = {kind.label: kind for kind in KINDS.values()}


class NotationFault(RuleFaults):
    """The line cannot be read: `position` counts from 1, `faults` has the one sentence."""

    def __init__(self, text, position):
        super().__init__([RuleFault(f"第{position}个字起：{text}")])
        self.position = position


def write(rule):
    """The rule as a line."""
    parts = [part for param in rule.params if (part := _part(rule, param))]
    return f"{rule.label}（{'；'.join(parts)}）" if parts else rule.label


def _part(rule, param):
    value = getattr(rule, param.name)
    if value == param.default and not (param.said and value is not None):
        return ""
    if param.type == RULE:
        return write(value)
    if param.type == CHOICE:
        return dict(param.choices)[value]
    return f"{param.label}={_value(param.type, value)}"


def _value(type, value):
    if type == TEXT:
        return _quoted(value)
    if type == NAMES:
        return "、".join(_quoted(name) for name in value)
    if type == LEVELS:
        return "、".join(f"{_quoted(level.name)}：{plain(level.points)}" for level in value)
    if type == TIERS:
        return "、".join(f"{tier}：{plain(tier.points)}" for tier in value)
    return plain(value)


def _quoted(text):
    if text and text == text.strip() and not SPECIAL & set(text):
        return text
    inner = "".join(f"\\{sign}" if sign in "”\\" else sign for sign in text)
    return f"“{inner}”"


def read(text, full=None):
    """The rule that the line is. NotationFault where it cannot be read, RuleFaults where its parameters are wrong."""
    return rule_from_json(as_data(text), full)


def as_data(text):
    """The line as data for rule_from_json, its parameters not yet checked."""
    if len(text) > LONGEST:
        raise NotationFault(f"太长，最多{LONGEST}个字。", LONGEST + 1)
    reader = _Reader(text)
    data = reader.rule()
    if reader.here:
        raise reader.fault(f"多出“{reader.here}”。")
    return data


class _Reader:
    def __init__(self, text):
        self.text, self.at, self.depth = text, 0, 0
        self._skip()

    @property
    def here(self):
        return self.text[self.at : self.at + 1]

    def fault(self, text, at=None):
        return NotationFault(text, (self.at if at is None else at) + 1)

    def _skip(self):
        while self.here and self.here.isspace():
            self.at += 1

    def _takes(self, marks):
        if self.here and self.here in marks:
            self.at += 1
            self._skip()
            return True
        return False

    def word(self):
        """A word up to the next mark, or a quoted text; (text, where it began)."""
        began = self.at
        if self.here in QUOTES:
            return self._quote(), began
        while self.here and self.here not in MARKS and self.here not in QUOTES:
            self.at += 1
        return self.text[began : self.at].strip(), began

    def _quote(self):
        began, close, found = self.at, QUOTES[self.here], []
        self.at += 1
        while self.here and self.here != close:
            self.at += self.here == "\\" and self.at + 1 < len(self.text)
            found.append(self.here)
            self.at += 1
        if not self.here:
            raise self.fault("引号没有结束。", began)
        self.at += 1
        self._skip()
        return "".join(found)

    def rule(self):
        name, began = self.word()
        kind = LABELS.get(name)
        if kind is None:
            raise self.fault(f"不认识的计分方式“{name[:20]}”。" if name else "应为计分方式。", began)
        return self.rule_of(kind)

    def rule_of(self, kind):
        data = {"kind": kind.kind}
        if not self._takes(OPEN):
            return data
        self.depth += 1
        if self.depth > 20:
            raise self.fault("括号套得太深。")
        while not self._takes(CLOSE):
            if not self.here:
                raise self.fault("缺少右括号“）”。")
            self._argument(kind, data)
            if self.here and self.here not in CLOSE and not self._takes(STOP):
                raise self.fault(f"“{self.here}”前应为“；”或“）”。")
        self.depth -= 1
        return data

    def _argument(self, kind, data):
        word, began = self.word()
        if self._takes(IS):
            param = next((param for param in kind.params if param.label == word), None)
            if param is None:
                known = "、".join(param.label for param in kind.params if param.type not in (CHOICE, RULE))
                raise self.fault(f"“{kind.label}”没有“{word[:20]}”，只有{known}。", began)
            self._put(data, param, self.rule() if param.type == RULE else self._values(param), began)
            return
        for param in kind.params:
            if param.type == CHOICE and word in dict(param.choices).values():
                return self._put(data, param, word, began)
        inner = next((param for param in kind.params if param.type == RULE), None)
        if inner and word in LABELS:
            return self._put(data, inner, self.rule_of(LABELS[word]), began)
        raise self.fault(f"“{kind.label}”里不认识“{word[:20]}”。" if word else "应为参数。", began)

    def _put(self, data, param, value, began):
        if param.name in data:
            raise self.fault(f"“{param.label}”写了两次。", began)
        data[param.name] = value

    def _values(self, param):
        if param.type not in (NAMES, LEVELS, TIERS):
            return self.word()[0]
        found = [self._one(param.type)]
        while self._takes(COMMA):
            found.append(self._one(param.type))
        return found

    def _one(self, type):
        word, began = self.word()
        if type == NAMES:
            return word
        if not self._takes(COLON):
            raise self.fault(f"“{word[:20]}”后应为“：”和分值。")
        points, _ = self.word()
        if type == LEVELS:
            return {"name": word, "points": points}
        return {**self._ends(word, began), "points": points}

    def _ends(self, word, began):
        low, to, high = word.partition("至")
        if to:
            return {"from": low.strip(), "to": high.strip()}
        if word.endswith("以上"):
            return {"from": word.removesuffix("以上").strip()}
        if word.endswith("以下"):
            return {"to": word.removesuffix("以下").strip()}
        raise self.fault(f"档次“{word[:20]}”应写作 80以下、80至90 或 90以上。", began)


__all__ = ["NotationFault", "as_data", "read", "write"]
