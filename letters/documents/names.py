"""File names that every system accepts."""

import re

LONGEST = 200  # bytes of the stem: file systems allow 255 with the ending, and zips keep room for a number


def file_name(title, unit="", ending=".docx", number=None) -> str:
    """“关于…的提醒函（示例单位）.docx”; `number` goes in front, so that a folder of many sorts as the batch does."""
    front = f"{number:03d} " if number is not None else ""
    unit = fitting(safe(unit), LONGEST // 2)
    back = f"（{unit}）" if unit else ""
    middle = fitting(safe(title) or "公文", LONGEST - len((front + back).encode()))
    return f"{front}{middle}{back}{ending}"


def safe(text):
    """Without what a file system, a zip or a shell reads as something else."""
    text = re.sub(r'[\\/:*?"<>|\x00-\x1f\x7f-\x9f\ud800-\udfff\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]', "", text)
    return re.sub(r"\s+", " ", text).strip(" .")


def fitting(text, size):
    """The text cut to so many bytes, in the middle of no character."""
    return text.encode()[: max(size, 0)].decode(errors="ignore").rstrip()
