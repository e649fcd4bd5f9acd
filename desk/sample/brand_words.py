"""The words of one sample brand after another: no name and no slogan twice."""

from collections import Counter
from random import Random

from desk.sample.brand_roots import UNIT_ROOTS
from desk.sample.brand_themes import HABITS, OUTCOMES, REPLIES, TAILS, THEMES

RETIRED = "离退休党支部"

# The nine of the gallery as it was drawn: unit, branch ("" for the unit's own brand), name, slogan.
FEATURED = (
    ("市委办", "", "团结松", "扎根一线，团结一心"),
    ("市委政法委", "", "上好社会治理大思政课", "把课堂开到网格里"),
    ("市委宣传部", "", "声入人心", "用乡音讲好新思想"),
    ("市委统战部", "", "同心共富", "聚商会之力，解企业之难"),
    ("市税务局", "第三党支部", "税润新安", "问需于企，办税于微"),
    ("市数据资源局", "第一党支部", "先行窗口", "一窗先行，一次办成"),
    ("市住建局", "第二党支部", "安居先锋", "改一处小区，暖一方人心"),
    ("黄山金融监管分局", "", "守望金融", "守住风险底线，守护百姓钱袋"),
    ("市林业局", "第二党支部", "山水卫士", "一山一水，党员先护"),
)
PINE = {
    "meaning": "取黄山团结松同根共生之意：各党支部同根同向，以政治忠诚立根，以服务大局为干，以团结协作成荫。",
    "practice": "把支部建在专班上，重点工作开展到哪里，临时党支部就建到哪里；每月一次“松下议事”，"
    "办文、办会、办事中的难题由党员领题、支部会诊；与社区结对，党员轮流值守便民窗口。",
    "results": "党员领题解难46件，办结44件；社区值守312人次；认领微心愿58个，全部办结（示例）。",
}


class BrandWords:
    """`of(unit, branch)`: name, slogan, business, meaning, practice and results for the next brand of such a unit."""

    def __init__(self):
        self.random = Random(2026)  # noqa: S311  words, not secrets: the same at every loading
        self.counts = Counter()
        self.shifts = {theme: self.random.randrange(len(TAILS)) for theme in THEMES}
        self.featured = {(unit, branch): (name, slogan) for unit, branch, name, slogan in FEATURED}
        self.taken = {name for _, _, name, _ in FEATURED}

    def of(self, unit, branch):
        theme = _theme_of(unit, branch)
        if own := self.featured.get((unit, branch)):
            name, slogan = own
            root = name[:2]
        else:
            roots = theme.roots if branch == RETIRED else UNIT_ROOTS.get(unit, theme.roots)
            root, name = self._next_name(theme, roots)
            slogan = self._next_slogan(theme)
        words = {"name": name, "slogan": slogan, "business": self.random.choice(theme.business)}
        words |= self._texts(theme, root, name)
        return words | PINE if name == "团结松" else words

    def _next_name(self, theme, roots):
        while True:
            root, tail = self._pair(theme, roots, TAILS)
            if root + tail not in self.taken and not set(root) & set(tail):
                self.taken.add(root + tail)
                return root, root + tail

    def _next_slogan(self, theme):
        call, reply = self._pair(theme, theme.calls, REPLIES)
        return f"{call}，{reply}"

    def _pair(self, theme, firsts, seconds):
        """Every pair once before one comes again, neighbours unlike in both halves."""
        number = self.counts[theme, firsts]
        self.counts[theme, firsts] += 1
        turn = number + number // len(firsts) + self.shifts[theme]
        return firsts[number % len(firsts)], seconds[turn % len(seconds)]

    def _texts(self, theme, root, name):
        habits = self.random.sample(HABITS, 2)
        act = self.random.choice(theme.acts)
        steps = [habit.format(root=root, number=self.random.randint(3, 9)) for habit in habits]
        return {
            "meaning": f"“{name}”取意{theme.symbol}：以党建为魂，以业务为体，以群众满意为尺。",
            "practice": "；".join([act, *steps]) + "。",
            "results": "".join(self._counted(line) for line in self.random.sample(OUTCOMES, 2)),
        }

    def _counted(self, line):
        many = self.random.randint(24, 96)
        return line.format(
            many=many,
            most=many - self.random.randint(0, 5),
            few=self.random.randint(4, 18),
            people=self.random.randint(12, 98) * 10,
            percent=self.random.randint(20, 60),
            satisfied=self.random.randint(96, 99),
        )


def _theme_of(unit, branch):
    wanted = RETIRED if branch == RETIRED else unit
    return next((theme for theme in THEMES if wanted in theme.units), THEMES[0])
