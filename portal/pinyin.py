"""What people type to find a Chinese name: its pinyin and its initials.

    search_key("市委宣传部") == "shiweixuanchuanbu swxcb"
    search_key(name, short_name)  one key for several names of a thing

Store it in a text column named `search_key` and filter with `search_key__icontains=typed`. Allow ten letters a
character. ü is written v, as on a keyboard.
"""

import re
from functools import cache, lru_cache
from importlib import import_module

# Characters with several readings that the dictionary gets wrong in names of places and offices.
READINGS = {
    "长乐": [["cháng"], ["lè"]],
    "长三角": [["cháng"], ["sān"], ["jiǎo"]],
    "长陔": [["cháng"], ["gāi"]],
    "率水": [["shuài"], ["shuǐ"]],
    "六安": [["lù"], ["ān"]],
    "东阿": [["dōng"], ["ē"]],
    "重庆": [["chóng"], ["qìng"]],
}
PARTS = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+|[0-9a-z]+")


@lru_cache(maxsize=4096)  # an import asks for “第一党支部” thousands of times
def search_key(*texts: str) -> str:
    """Full pinyin and initials of each text, lower case, without punctuation, each word once."""
    words = []
    for text in texts:
        words += _full_and_initials(text or "")
    return " ".join(dict.fromkeys(filter(None, words)))


def _full_and_initials(text):
    syllables = []
    for part in PARTS.findall(text.lower()):
        if part.isascii():
            syllables.append((part, part))
        else:
            # A character the dictionary does not know comes back as itself and can still be found by itself.
            syllables += [(syllable, syllable[0]) for syllable in _dictionary().lazy_pinyin(part)]
    return ["".join(full for full, _ in syllables), "".join(initial for _, initial in syllables)]


@cache
def _dictionary():
    """Loaded when the first name is written: it takes 56 MB and 0.3 s, and most processes only read."""
    pypinyin = import_module("pypinyin")
    pypinyin.load_phrases_dict(READINGS)
    return pypinyin
