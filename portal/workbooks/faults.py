"""What is wrong with a workbook, and where: “党组织花名册 第12行 党员数：应为整数”."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Fault:
    sheet: str  # "" when the file as a whole is meant
    row: int | None  # as the office counts, from 1
    column: str
    message: str

    def __str__(self):
        place = f"第{self.row}行" if self.row else ""
        where = " ".join(filter(None, [self.sheet, place, self.column]))
        return f"{where}：{self.message}" if where else self.message


class Faults(Exception):
    """Nothing was taken over; `faults` says everything that has to be mended."""

    def __init__(self, faults):
        self.faults = list(faults)
        super().__init__("\n".join(map(str, self.faults)))


def refused(message: str) -> Faults:
    """The whole file is refused."""
    return Faults([Fault("", None, "", message)])
