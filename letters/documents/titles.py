"""A long title becomes lines of like length that break where the sense does (词意完整、排列对称)."""

import math
import re
from functools import lru_cache
from itertools import accumulate, pairwise
from pathlib import Path

from letters.documents.measures import characters

PER_LINE = 20  # characters of size 2 that fit into 156 mm

# Never torn apart. Where a title has other words, a break may fall into one; the office sees it and may put a line end.
WORDS = Path(__file__).with_name("title_words.txt").read_text("utf-8").split()
INNER = {}
for word in WORDS:
    INNER.setdefault(word[0], []).append(word)

NOT_FIRST = set("、，。；：！？）》〉”’】〕…—·%％‰℃年月日号届期级的了着和与及或等")
NOT_LAST = set("（《〈“‘【〔第和与及或对向为在以被把由从于·—")
NEVER_FIRST = set("、，。；：！？）》〉”’】〕…·%％‰℃")
NEVER_LAST = set("（《〈“‘【〔·")
GOOD_BEFORE = re.compile(
    "关于|开展|做好|进一步|加强|推进|推动|深化|落实|贯彻|印发|表彰|召开|举办|任期|换届|未按期|逾期|按期|有关|《"
)
GOOD_AFTER = set("的、，；》”）")
TORN_WORD, FORBIDDEN, ODD_END, PLAIN, A_LINE = 40, 10_000, 30, 8, 40
BRACKETS = {"《": "》", "“": "”", "（": "）", "〔": "〕"}


@lru_cache(maxsize=200)  # the letters of one batch have one title
def title_lines(title, per_line=PER_LINE):
    """As few lines as the title needs, or one more. A line end that somebody wrote stays one."""
    return tuple(line for part in title.split("\n") for line in balanced(part.strip(), per_line))


def balanced(title, per_line):
    if characters(title) <= per_line:
        return [title]
    places = [place for place in range(1, len(title)) if cost(title, place) < FORBIDDEN]
    costs = {place: cost(title, place) for place in places} | {len(title): 0}
    fewest = math.ceil(characters(title) / per_line)
    # One line more than needed, where the sense gains by it; more only where brackets and numbers force it.
    tries = [best(title, costs, count, per_line) for count in (fewest, fewest + 1)]
    if not any(tries):
        tries = (best(title, costs, count, per_line) for count in range(fewest + 2, len(title) + 1))
    ways = [(spent + A_LINE * len(lines), lines) for spent, lines in filter(None, tries)]
    return min(ways)[1] if ways else [title]


def best(title, costs, count, per_line):
    """(cost, lines) of the cheapest way into so many lines, or None."""
    upto = [0, *accumulate(map(characters, title))]
    target = upto[-1] / count
    reach = {0: (0, ())}  # place: what the lines up to there cost, and where each of them ends
    for _ in range(count):
        further = {}
        for start, (spent, ends) in reach.items():
            for end in range(start + 1, len(title) + 1):
                wide = upto[end] - upto[start]
                if wide > per_line:
                    break
                if end in costs:
                    total = spent + costs[end] + (wide - target) ** 2
                    if end not in further or total < further[end][0]:
                        further[end] = (total, (*ends, end))
        reach = further
    if len(title) not in reach:
        return None
    spent, ends = reach[len(title)]
    return spent, [title[start:end].strip() for start, end in pairwise((0, *ends))]


def cost(title, place):
    """What a break before title[place] costs."""
    before, after = title[place - 1], title[place]
    if after in NEVER_FIRST or before in NEVER_LAST:
        return FORBIDDEN
    if before.isascii() and after.isascii() and before.isalnum() and after.isalnum():
        return FORBIDDEN if len(title) < 60 else TORN_WORD
    price = 0 if before in GOOD_AFTER or GOOD_BEFORE.match(title, place) else PLAIN
    if after in NOT_FIRST or before in NOT_LAST or title[:place].endswith("关于"):
        price += ODD_END
    if inside_word(title, place):
        price += TORN_WORD
    return price + ODD_END * inside_brackets(title, place)


def inside_word(title, place):
    return any(
        title.startswith(word, start)
        for start in range(max(0, place - 5), place)
        for word in INNER.get(title[start], ())
        if start + len(word) > place
    )


def inside_brackets(title, place):
    """How many pairs of brackets the place lies within."""
    return sum(title.count(front, 0, place) > title.count(back, 0, place) for front, back in BRACKETS.items())
