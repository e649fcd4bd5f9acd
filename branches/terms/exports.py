"""The list as an official workbook; `COLUMNS` reads it again."""

from branches.terms.dates import day_words
from portal.workbooks import Column, PartialDate, write_table

COLUMNS = (
    Column("所属党组织（简称）", required=True, max_length=40),
    Column("党支部名称", max_length=60),
    Column("本届任期起始", kind="month_or_date"),
    Column("任期年限", kind="int"),
    Column("届满日期", kind="date"),
    Column("延期至", kind="date"),
    Column("延期批准文号", max_length=60),
    Column("换届批复文号", max_length=60),
    Column("批复日期", kind="date"),
    Column("换届日期", kind="date"),
    Column("情况", max_length=40),
    Column("说明", max_length=60),
)


def term_workbook(terms, *, title, unit, day):
    return write_table(title, COLUMNS, [_row(term, day) for term in terms], unit=unit, as_of=day)


def _row(term, day):
    return (
        term.organization.short_name,
        term.branch.name if term.branch_id else None,
        str(PartialDate(term.since.year, term.since.month)) if term.month_only else term.since,
        term.years,
        term.ends_on,
        term.extended_until,
        term.extension_document or None,
        term.approval_document or None,
        term.approved_on,
        term.closed_on,
        term.status(day)["label"],
        term.left(day) or term.lacking or (f"{day_words(term.closed_on)}换届" if term.closed_on else None),
    )
