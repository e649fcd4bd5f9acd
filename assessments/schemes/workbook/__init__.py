"""A scheme as a workbook in the official layout (一级指标, 二级指标, 分值, 评分标准, 计分方式, 数据来源), and back.

read(file, committee, **said) -> Draft    raises portal.workbooks.Faults with all faults at once
draft.save(by=) -> Scheme                 a draft of the committee; nothing was written before
write(scheme) -> bytes                    what `read` reads without a difference
example(committee) -> bytes               the template: a whole scheme to write over
"""

from assessments.schemes.workbook.drafts import Draft
from assessments.schemes.workbook.examples import example
from assessments.schemes.workbook.reading import read
from assessments.schemes.workbook.writing import write

__all__ = ["Draft", "example", "read", "write"]
