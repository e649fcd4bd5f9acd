"""The styles of a letter: which font, size and place the standard gives to each of its parts.

Fonts are named, not embedded: a Chinese office has them, and the font table names what to take where one is missing.
"""

from dataclasses import dataclass, field

from letters.documents.markup import fonts, paragraph_properties, size, tag
from letters.documents.measures import (
    CLOSER,
    LINE,
    SIZE_FOUR,
    SIZE_SMALL_FIVE,
    SIZE_SMALL_FOUR,
    SIZE_THREE,
    SIZE_TWO,
    indent,
)

FANGSONG, HEITI, KAITI, XIAOBIAOSONG, SONGTI = "仿宋_GB2312", "黑体", "楷体_GB2312", "方正小标宋简体", "宋体"
INSTEAD = {FANGSONG: "仿宋", HEITI: "SimHei", KAITI: "楷体", XIAOBIAOSONG: "宋体", SONGTI: "SimSun"}
RED = "FF0000"
CELL_LINE = 360  # twips of a line in a table


@dataclass(frozen=True)
class Style:
    key: str
    name: str
    font: str = FANGSONG
    size: float = SIZE_THREE
    colour: str = ""
    place: dict = field(default_factory=dict)  # properties of the paragraph
    kind: str = "paragraph"

    @property
    def xml(self):
        inside = tag("name", val=self.name) + tag("basedOn", val=BASE[self.kind]) + tag("qFormat")
        if self.kind == "paragraph":
            inside += f"<w:pPr>{paragraph_properties(**self.place)}</w:pPr>"
        colour = tag("color", val=self.colour) if self.colour else ""
        inside += f"<w:rPr>{fonts(self.font)}{colour}{size(self.size)}</w:rPr>"
        return f'<w:style w:type="{self.kind}" w:customStyle="1" w:styleId="{self.key}">{inside}</w:style>'


BASE = {"paragraph": "Normal", "character": "DefaultParagraphFont"}
INDENTED = {"first": indent(2), "first_characters": 200, "align": "both"}
CENTRED = {"align": "center"}

STYLES = [
    Style("Mark", "发文机关标志", XIAOBIAOSONG, 36, RED, CENTRED),
    Style("Urgency", "紧急程度", HEITI),
    Style("Number", "发文字号", place=CENTRED),
    Style("LetterNumber", "发文字号（信函）", place={"align": "right"}),
    Style("Title", "公文标题", XIAOBIAOSONG, SIZE_TWO, place=CENTRED),
    Style("To", "主送机关", place={"align": "left"}),
    Style("Body", "公文正文", place=INDENTED),
    Style("Level1", "一级标题", HEITI, place={**INDENTED, "outline": 0}),
    Style("Level2", "二级标题", KAITI, place={**INDENTED, "outline": 1}),
    Style("AttachmentNote", "附件说明", place={"align": "left"}),
    Style("Signature", "发文机关署名", place={"align": "right"}),
    Style("Date", "成文日期", place={"align": "right"}),
    Style("Remark", "附注", place={"first": indent(2), "first_characters": 200, "align": "left"}),
    Style("Attendance", "出席人员", place={"align": "left"}),
    Style("AttachmentMark", "附件标识", HEITI, place={"align": "left"}),
    Style("Cell", "表格文字", size=SIZE_SMALL_FOUR, place={"line": CELL_LINE, "align": "left"}),
    Style("CellHead", "表头文字", HEITI, SIZE_SMALL_FOUR, place={"line": CELL_LINE, "align": "center"}),
    Style("Record", "版记", size=SIZE_FOUR, place={"align": "left"}),
    Style("PageNumber", "页码", SONGTI, SIZE_FOUR, place={"line": SIZE_FOUR * 20}),
    Style("SectionEnd", "分节", size=1, place={"line": 20}),
    Style("Note", "脚注文字", size=SIZE_SMALL_FIVE, place={"line": 240, "align": "left"}),
    Style("Level1Text", "一级标题文字", HEITI, kind="character"),
    Style("Level2Text", "二级标题文字", KAITI, kind="character"),
]

# Text is laid out by its own measures alone: no blanks of Word's between Chinese and digits, no punctuation beyond the
# type area, no paragraph held together by itself.
BY_MEASURE = (
    tag("widowControl", val=0)
    + tag("overflowPunct", val=0)
    + tag("autoSpaceDE", val=0)
    + tag("autoSpaceDN", val=0)
    + tag("snapToGrid", val=0)
    + tag("spacing", before=0, after=0, line=LINE, lineRule="exact")
)
CLOSE = tag("snapToGrid", val=0) + tag("spacing", val=-CLOSER)
LANGUAGE = tag("lang", val="en-US", eastAsia="zh-CN", bidi="ar-SA")
DEFAULTS = (
    f"<w:docDefaults><w:rPrDefault><w:rPr>{fonts(FANGSONG)}{size(SIZE_THREE)}{LANGUAGE}</w:rPr></w:rPrDefault>"
    "<w:pPrDefault/></w:docDefaults>"
)
BUILT_IN = (
    f'<w:style w:type="paragraph" w:default="1" w:styleId="Normal">{tag("name", val="Normal")}{tag("qFormat")}'
    f"<w:pPr>{BY_MEASURE}</w:pPr><w:rPr>{fonts(FANGSONG)}{CLOSE}{size(SIZE_THREE)}</w:rPr></w:style>"
    '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
    f"{tag('name', val='Default Paragraph Font')}{tag('uiPriority', val=1)}{tag('semiHidden')}</w:style>"
    '<w:style w:type="table" w:default="1" w:styleId="TableNormal">'
    f"{tag('name', val='Normal Table')}{tag('uiPriority', val=99)}{tag('semiHidden')}"
    '<w:tblPr><w:tblInd w:w="0" w:type="dxa"/></w:tblPr></w:style>'
    '<w:style w:type="character" w:styleId="FootnoteReference">'
    f"{tag('name', val='footnote reference')}<w:rPr>{tag('vertAlign', val='superscript')}</w:rPr></w:style>"
    '<w:style w:type="character" w:styleId="Hyperlink">'
    f"{tag('name', val='Hyperlink')}<w:rPr>{tag('color', val='0563C1')}{tag('u', val='single')}</w:rPr></w:style>"
)
INSIDE = DEFAULTS + BUILT_IN + "".join(style.xml for style in STYLES)

CHINESE = tag("charset", val="86") + tag("family", val="auto")
FONT_TABLE = "".join(
    f'<w:font w:name="{name}">{tag("altName", val=instead)}{CHINESE}</w:font>' for name, instead in INSTEAD.items()
)
