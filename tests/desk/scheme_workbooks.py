"""sample/scheme-2027-faulty.xlsx: the sample's workbook of a scheme with six mistakes in it.

Made by `python -m tests.desk.scheme_workbooks`, from the faultless one, which is an export of the sample's own scheme.
"""

from pathlib import Path

from openpyxl import load_workbook

SAMPLE = Path(__file__).parents[2] / "sample"
SCHEME, FAULTY = SAMPLE / "scheme-2027.xlsx", SAMPLE / "scheme-2027-faulty.xlsx"


def spoil(book):
    indicators, grades = book["考核指标"], book["等次"]
    indicators["K5"] = "考勤机打卡"  # no such source
    indicators["D6"] = "四十分"
    indicators.merge_cells("D7:D8")
    indicators["J12"] = "分档（档次=0.5以下：14、0.3至2：17、2以上：20；合计一次；单位=件）"  # tiers overlap
    grades["D4"] = 130  # a quota over 100 %
    grades["C5"] = 96  # 较好 from more than 优秀


if __name__ == "__main__":
    made = load_workbook(SCHEME)
    spoil(made)
    made.save(FAULTY)
