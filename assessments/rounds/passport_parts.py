"""What a passport is made of: for the page, the form to fill in, the print and the workbook."""

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal


@dataclass(frozen=True)
class StageHead:
    """A stage beside the others: 初评 92.5, 7月15日，市财政局（片长单位）."""

    stage: str  # ScoreStage
    label: str
    total: Decimal | None
    at: datetime | None
    who: str  # 本单位, 市财政局（片长单位）, 工委; with （代录）
    note: str = ""  # 填写中, 拟定格，公示期满生效, 不含与其他单位比较的指标
    is_current: bool = False
    is_final: bool = False


@dataclass(frozen=True)
class Cell:
    """What a leaf or parent got at one stage (in the order of Passport.stages)."""

    value: Decimal | None
    is_cut: bool = False  # less than full points
    differs: bool = False  # from the stage before


@dataclass(frozen=True)
class ItemLine:
    """A record or claim behind a figure."""

    key: str
    text: str
    url: str  # "" where the person may not see the record
    counts: bool
    struck: str = ""  # 初评不计入：…
    claim: object = None  # Claim, with its file
    strike: object = None  # Strike, for whoever may take it back now
    can_strike: bool = False
    can_remove: bool = False  # a claim, at its own stage


@dataclass(frozen=True)
class Opinion:
    label: str  # 初评（市财政局）
    text: str
    at: datetime | None
    is_for_unit: bool


@dataclass(frozen=True)
class Drift:
    """数据已变动: what stood there at 定格, what the sources would find today."""

    before: str
    after: str
    items: tuple[str, ...] = ()  # 新增：…, 不再计入：…


@dataclass(frozen=True)
class Entry:
    """What the person may enter for a leaf now."""

    stage: str
    asks: frozenset  # of "choice", "points", "decision", "votes", "marks"
    choices: tuple[str, ...]  # levels
    low: Decimal
    high: Decimal
    answer: dict
    given: Decimal | None
    reason: str
    computed: Decimal | None
    takes_claims: bool
    differs_from: Decimal | None  # the value of the stage before, where it is another one
    needs_reason: bool
    at: datetime | None  # when somebody last wrote here at this stage
    is_answered: bool  # all that is asked for is there, or points by hand stand for it


@dataclass(frozen=True)
class Proof:
    """What a leaf's row opens to."""

    standard: str
    words: str  # the rule as a sentence
    formula: str
    source: str  # the sentence of the source
    inputs: str
    lines: tuple[str, ...]
    bites: tuple[str, ...]
    items: tuple[ItemLine, ...]
    hidden: int  # records that the person may not see
    answer: str
    opinions: tuple[Opinion, ...]
    drift: Drift | None


@dataclass(frozen=True)
class Row:
    """A node of the tree, depth first."""

    indicator: object
    number: str  # 1.2
    depth: int
    is_leaf: bool
    points: Decimal
    is_extra: bool
    cells: tuple[Cell, ...]
    proof: Proof | None
    entry: Entry | None


@dataclass(frozen=True)
class Lost:
    """离满分还差: an act that would bring the points. A bonus is over and above the full mark."""

    indicator: object
    points: Decimal
    text: str
    is_bonus: bool = False


@dataclass(frozen=True)
class Adjustment:
    """在席天数折算, 一票否决: stands between the parts and the total, so that they add up."""

    words: str
    amounts: tuple[Decimal | None, ...]  # per stage; None where it is nothing


@dataclass(frozen=True)
class Passport:
    assessment: object
    round: object
    scheme: object
    stages: tuple[StageHead, ...]
    rows: tuple[Row, ...]
    totals: tuple[Decimal | None, ...]
    adjustments: tuple[Adjustment, ...]
    vetoes: tuple[str, ...]
    lost: tuple[Lost, ...]
    lost_total: Decimal
    grade: object  # Grade or None
    grade_why: str
    place: int | None
    appeals: tuple = ()
    steps: tuple = ()
    drifted: int = 0  # how many leaves
    holder: str = ""  # who has it now
    until: date | None = None
    acts: frozenset = field(default_factory=frozenset)  # submit pass_on settle return take_back exempt appeal: may now
