"""What was measured against what was asked, as tables for the terminal."""

import unicodedata
from dataclasses import dataclass

MOST_QUERIES = 12


@dataclass(frozen=True)
class Line:
    what: str
    value: float
    unit: str
    budget: float | None = None  # nothing above it
    note: str = ""

    @property
    def verdict(self):
        if self.budget is None:
            return ""
        return "PASS" if self.value <= self.budget else "MISS"

    def cells(self):
        budget = "" if self.budget is None else f"≤ {_number(self.budget)} {self.unit}"
        return [self.what, f"{_number(self.value)} {self.unit}", budget, self.verdict, self.note]


def month_lines(pages):
    """`pages`: size → the answer of benchmarks.pages."""
    smallest, largest = min(pages), max(pages)
    for size, found in pages.items():
        note = f"{found['month']:.1f} ms, floor {found['floor']:.1f} ms"
        yield Line(f"month page of 84 : its floor, ×{size}", found["month"] / found["floor"], "", 2, note)
    if largest > smallest:
        ratio = pages[largest]["month"] / pages[smallest]["month"]
        yield Line(f"month page, ×{largest} : ×{smallest}", ratio, "", 1.2)


def query_lines(pages, which="page"):
    """`pages`: size → anything with "pages"."""
    counts = {
        name: [found["pages"][name]["queries"] for found in pages.values()] for name in pages[min(pages)]["pages"]
    }
    ours = {name: sizes for name, sizes in counts.items() if not name.startswith("admin")}
    over = [name for name, sizes in ours.items() if max(map(max, sizes)) > MOST_QUERIES]
    most = max(max(map(max, sizes)) for sizes in ours.values())
    yield Line(f"queries of the dearest {which}", most, "", MOST_QUERIES, f"over: {', '.join(over)}" if over else "")
    if len(pages) > 1:
        changing = [name for name, sizes in counts.items() if any(size != sizes[0] for size in sizes)]
        yield Line(f"{which}s whose queries depend on the size", len(changing), "", 0, ", ".join(changing))


def feed_lines(size, feed):
    note = f"{feed['kb']:.0f} kB, {feed['queries'][0]} queries"
    yield Line(f"feed of {feed['events']} events, ×{size}", feed["full"], "ms", 150, note)
    yield Line(f"the same unchanged (304), ×{size}", feed["unchanged"], "ms", 5, f"{feed['queries'][1]} queries")


def exhibit_lines(exhibits):
    """`exhibits`: size → the answer of benchmarks.exhibits."""
    smallest, largest = min(exhibits), max(exhibits)
    for name in ("gallery",):
        for found in exhibits.values():
            what = f"{name} page : its floor, {found['brands']} brands"
            ms = found[name]
            note = f"{ms['page']:.1f} ms, floor {ms['floor']:.1f} ms, {ms['queries']} queries"
            yield Line(what, ms["page"] / ms["floor"], "", None, note)
        yield Line(f"queries of the {name} page", exhibits[largest][name]["queries"], "", MOST_QUERIES)
        if largest > smallest:
            ratio = exhibits[largest][name]["page"] / exhibits[smallest][name]["page"]
            yield Line(f"{name} page, ×{largest} : ×{smallest}", ratio, "")


def contest_lines(found):
    whole = found["load"] + found["compute"]
    note = f"loaded in {found['load']:.2f} s, computed in {found['compute']:.2f} s"
    yield Line(f"result of a contest, {found['marks']:,} marks", whole, "s", 1, note)
    sum_note = f"{found['sum'] * 1000:.0f} ms for the sum"
    yield Line("the same : the bare sum of the marks in SQL", whole / found["sum"], "", None, sum_note)


def result_page_lines(found):
    """`found`: the answer of benchmarks.result_pages."""
    for one in found:
        note = f"{one['page']:.1f} ms, floor {one['floor']:.1f} ms"
        yield Line(f"results page : its floor, {one['entries']} entries", one["page"] / one["floor"], "", None, note)
    yield from query_lines({one["entries"]: one for one in found}, "result page")


def score_lines(scores):
    """`scores`: the answers of benchmarks.scores.scores, the smaller committee first."""
    for found, seconds in zip(scores, (1, 20), strict=False):
        what = f"scores of {found['units']:,} organizations × {found['leaves']}"
        note = f"{found['cpu']:.2f} s of the processor; {found['take']:.2f} s of it all to take the facts"
        yield Line(what, found["seconds"], "s", seconds, note)
        ratio = found["seconds"] / found["bare"]
        bare = f"{found['bare'] * 1000:.0f} ms for {found['sources']} aggregates"
        yield Line("the same : one bare aggregate a source", ratio, "", None, bare)
    queries = [found["queries"] for found in scores]
    note = " and ".join(f"{found['queries']} for {found['units']:,} units" for found in scores)
    yield Line(f"queries more than for {scores[0]['units']} units", max(queries) - min(queries), "", 0, note)
    largest = scores[-1]
    note = f"{largest['before_mb']:.0f} before"
    yield Line(f"memory at {largest['units']:,} × {largest['leaves']}, peak", largest["mb"], "MB", 300, note)


def round_lines(found):
    """`found`: the answer of benchmarks.rounds.measure."""
    whole = f"{found['units']} × {found['leaves']}"
    for name, page in found["pages"].items():
        if name.startswith("passport"):
            note = f"{page['cpu']:.0f} ms of the processor, {'/'.join(map(str, page['queries']))} queries"
            yield Line(f"{name}, {whole}", page["ms"], "ms", 100, note)
    for name, act in found["acts"].items():
        note = f"{act['cpu']:.2f} s of the processor, {act['queries']} queries"
        yield Line(f"{name}, {whole}", act["seconds"], "s", None, note)
    over = {name: max(page["queries"]) for name, page in found["pages"].items() if max(page["queries"]) > MOST_QUERIES}
    most = max(max(page["queries"]) for page in found["pages"].values())
    note = f"over: {', '.join(over)}" if over else ""
    yield Line(f"queries of the dearest page of a round, {whole}", most, "", MOST_QUERIES, note)


def round_table(rounds):
    """Pages of each round: clock, processor, size."""
    rows = []
    for found in rounds:
        for name, page in found["pages"].items():
            figures = [f"{page['ms']:.1f}", f"{page['cpu']:.1f}", f"{page['kb']:.0f}"]
            queries = "/".join(map(str, page["queries"]))
            rows.append([name, f"{found['units']} × {found['leaves']}", queries, *figures])
    return table(["page of a round", "units × leaves", "queries", "ms", "of the processor", "kB"], rows)


def save_lines(found):
    note = f"{found['saved']} kept, {found['failed']} failed, all in {found['seconds']:.1f} s"
    yield Line("marks lost, 200 judges at once", found["lost"], "", 0, note)
    yield Line("one of these saves, p95", found["p95"], "ms", None, f"half within {found['p50']:.0f} ms")


def roster_line(what, found, budget):
    note = f"peak {found['mb']:.0f} MB ({found['before_mb']:.0f} before); once more {found['again']:.1f} s"
    return Line(f"roster import, {what}", found["seconds"], "s", budget, note)


def page_table(pages):
    """`pages`: name of the size → anything with "pages"."""
    sizes = list(pages)
    head = ["page", "queries staff/officer", *(f"{size} ms" for size in sizes), f"kB {sizes[-1]}"]
    rows = []
    for name in pages[sizes[0]]["pages"]:
        found = [pages[size]["pages"][name] for size in sizes]
        queries = "/".join(map(str, found[0]["queries"]))
        rows.append([name, queries, *(f"{each['ms']:.1f}" for each in found), f"{found[-1]['kb']:.0f}"])
    return table(head, rows)


def budget_table(lines):
    return table(["what", "measured", "budget", "", ""], [line.cells() for line in lines])


def table(head, rows):
    """Markdown, so that it can be put into README.md as it is."""
    widths = [max(_width(row[place]) for row in [head, *rows]) for place in range(len(head))]
    lines = [head, ["-" * width for width in widths], *rows]
    return "\n".join(f"| {' | '.join(_padded(*cell) for cell in zip(line, widths, strict=True))} |" for line in lines)


def _number(value):
    return f"{value:.2f}".rstrip("0").rstrip(".") if value < 10 else f"{value:.0f}"


def _width(text):
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)


def _padded(text, width):
    return text + " " * (width - _width(text))


def backup_lines(taken, proved, restored, beside):
    """Of the table of budgets: [what, value, unit, budget, note]."""
    what = f"{taken['rows']:,} rows and {taken['files_mb']:.0f} MB of files"
    added = taken["peak"] - taken["before"]
    found = [
        [f"backup of {what}", taken["seconds"], "s", None, _backup_note(taken, taken)],
        ["memory it takes more than at its start", added, "MB", 100, f"{taken['before']:.0f} MB then"],
        ["restore --check of it", proved["seconds"], "s", None, _backup_note(taken, proved)],
        ["restore of it", restored["seconds"], "s", None, _backup_note(taken, restored)],
    ]
    if beside:
        note = f"{beside['seconds']:.1f} s, {beside['mb']:.0f} MB, the rows alone"
        found.append([f"backup against {beside['program']}", taken["seconds"] / beside["seconds"], "×", None, note])
    return found


def _backup_note(taken, found):
    speed = taken["data_mb"] / found["seconds"]
    own = f"processor {found['processor']:.1f} s, peak {found['peak']:.0f} MB"
    return f"{taken['data_mb']:.0f} MB at {speed:.0f} MB/s into {taken['mb']:.0f} MB, {own}"
