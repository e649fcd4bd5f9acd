"""考核方案: built, checked, copied, read from and written to a workbook. Frozen when its round opens (rounds/).

faults(scheme) -> [Fault(where, text)]      all that stands in the way of opening a round, at once
tree_of(scheme) -> (Node, …)                the indicators as scoring.tree wants them; one query
lint(scheme or indicator) -> [Warning]      wording that meets the negative list; warns, never blocks
copy(scheme, period_key, title, by=) -> Scheme    沿用到下一年度
building.py                                 add, change, move and delete indicators and grades of a draft
workbook.read(file, committee) -> Draft, raises Faults; draft.save(by=) -> Scheme; workbook.write(scheme) -> bytes
"""

from assessments.schemes.copying import copy
from assessments.schemes.soundness import Fault, faults, require_sound
from assessments.schemes.trees import tree_of
from assessments.schemes.wording import Warning, lint

__all__ = ["Fault", "Warning", "copy", "faults", "lint", "require_sound", "tree_of"]
