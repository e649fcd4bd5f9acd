"""What was found, against what was asked, as tables for the terminal and for docs/scaling.md."""

import os
from datetime import datetime
from statistics import median, quantiles

from benchmarks.results import MOST_QUERIES, Line, budget_table, table

SERVER_TIME, GROWTH, FLOOR = 60, 1.3, 2  # ms, ×, ×
FULL_FEED, UNCHANGED_FEED = 150, 3  # ms
MADE_AND_QUEUED = 10  # seconds
OF_ALL = "administrator"  # belongs to no committee, so that the pages hold so many times as much


def report(counts, found):
    """`counts`: size → what it holds; `found`: part → what was measured."""
    lines = [line for part, words in found.items() for line in LINES[part](words)]
    head = f"{datetime.now().astimezone():%Y-%m-%d %H:%M}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}"
    tables = [f"## A province on PostgreSQL, {head}", counts_table(counts)]
    if lines:
        tables += [budget_table(lines)]
    if "pages" in found:
        tables += [page_table(found["pages"]["roles"])]
    return "\n\n".join(tables)


def page_lines(found):
    roles = found["roles"]
    pages = [(f"{name} ({role})", sizes) for role in roles if role != OF_ALL for name, sizes in roles[role].items()]
    smallest, largest = min(found["resident"]), max(found["resident"])
    slow = {name: p95(sizes[smallest]["cpu"]) for name, sizes in pages}
    yield _dearest(f"p95 of the dearest page, ×{smallest}", slow, "ms", SERVER_TIME)
    grown = {name: median(sizes[largest]["cpu"]) / median(sizes[smallest]["cpu"]) for name, sizes in pages}
    yield _dearest(f"page that grows most, ×{largest} : ×{smallest}", grown, "", GROWTH)
    yield Line(f"all pages together, ×{largest} : ×{smallest}", median(grown.values()), "", GROWTH, "median")
    asked = {name: max(size["queries"] for size in sizes.values()) for name, sizes in pages}
    yield _dearest("queries of the dearest page", asked, "", MOST_QUERIES)
    changing = [name for name, sizes in pages if len({size["queries"] for size in sizes.values()}) > 1]
    yield Line("pages whose queries depend on the size", len(changing), "", 0, ", ".join(changing[:5]))
    if OF_ALL in roles:
        slow = {name: median(sizes[largest]["cpu"]) for name, sizes in roles[OF_ALL].items()}
        name, note = max(slow, key=slow.get), "one person’s, who is shown all committees at once"
        yield Line(f"dearest page of the {OF_ALL}, ×{largest}", slow[name], "ms", None, f"{name}; {note}")
    for size, taken in found["month"].items():
        page, floor = median(taken["page"]), median(taken["floor"])
        note = f"{page:.1f} ms, floor {floor:.1f} ms"
        yield Line(f"month page of 84 : its floor, ×{size}", page / floor, "", FLOOR, note)
    for size, resident in found["resident"].items():
        yield Line(f"memory of a process after all pages, ×{size}", resident, "MB", None)


def feed_lines(found):
    for size, feed in found.items():
        note = f"{feed['kb']:.0f} kB, {feed['queries'][0]} queries"
        yield Line(f"feed of {feed['events']} events, ×{size}", feed["full"], "ms", FULL_FEED, note)
        note = f"{feed['queries'][1]} queries"
        yield Line(f"the same unchanged (304), ×{size}", feed["unchanged"], "ms", UNCHANGED_FEED, note)


def reminder_lines(found):
    seconds = found["seconds"] + found["queued"]
    note = (
        f"{found['reminders']} reminders to {found['alliances']} alliances, {found['deliveries']} mails; "
        f"made in {found['seconds']:.1f} s ({found['cpu']:.1f} s of our processor), queued in {found['queued']:.1f} s"
    )
    yield Line("reminders of a morning made and queued", seconds, "s", MADE_AND_QUEUED, note)
    note = f"{found['rate']:.0f} and {found['bare']:.0f} a second"
    yield Line("bare Celery’s rate : that of deliveries", found["bare"] / found["rate"], "", 2, note)
    unsent = sum(count for state, count in found["left"].items() if state != "sent")
    yield Line("mails of that morning not sent", unsent, "", 0, str(found["left"]))


def crowd_lines(found):
    note = f"{found['clicks']} clicks, {found['a_second']:.0f} a second; answers {found['answers']}"
    yield Line(f"errors, {found['people']} people clicking every 5 s", found["errors"], "", 0, note)
    yield Line("one of these clicks by the clock, p95", found["p95"], "ms", None, f"p50 {found['p50']:.0f} ms")


def counts_table(counts):
    whats = next(iter(counts.values()))
    rows = [[what, *(f"{size[what]:,}" for size in counts.values())] for what in whats]
    return table(["province", *(f"×{size}" for size in counts)], rows)


def page_table(roles):
    """Times by the processor, of this process and of the database's; “clock” is the wall's at the smallest size."""
    rows = []
    for role, pages in roles.items():
        for name, sizes in pages.items():
            smallest, largest = sizes[min(sizes)], sizes[max(sizes)]
            rows.append(
                [
                    name,
                    role,
                    f"{largest['queries']}",
                    f"{largest['kb']:.0f}",
                    f"{largest['peak']:.0f}",
                    *(f"{median(size['cpu']):.1f} / {p95(size['cpu']):.1f}" for size in sizes.values()),
                    f"{median(smallest['wall']):.0f} / {p95(smallest['wall']):.0f}",
                    f"{median(largest['cpu']) / median(smallest['cpu']):.2f}",
                    f"{median(largest['stack']):.1f}",
                    f"{median(largest['sql']):.1f}",
                ]
            )
    sizes = next(iter(next(iter(roles.values())).values()))
    head = ["page", "role", "queries", "kB", "peak kB", *(f"×{size} p50 / p95 ms" for size in sizes)]
    return table([*head, "by the clock", "growth", "bare Django", "raw SQL"], rows)


def p95(times):
    return quantiles(times, n=20, method="inclusive")[-1] if len(times) > 1 else times[0]


def _dearest(what, values, unit, budget):
    """The worst, and in the note whoever else is over."""
    ranked = sorted(values.items(), key=lambda item: -item[1])
    over = [f"{name} {value:.3g}" for name, value in ranked if value > budget]
    note = ranked[0][0] if not over else f"{len(over)} over: {', '.join(over[:8])}"
    return Line(what, ranked[0][1], unit, budget, note)


LINES = {"pages": page_lines, "feed": feed_lines, "reminders": reminder_lines, "crowd": crowd_lines}
