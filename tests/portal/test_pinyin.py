import pytest

from portal.pinyin import search_key


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("市委宣传部", "shiweixuanchuanbu swxcb"),
        ("黄山供电公司", "huangshangongdiangongsi hsgdgs"),
        ("商（协）会党组织", "shangxiehuidangzuzhi sxhdzz"),
        ("重庆路", "chongqinglu cql"),
        ("长乐社区", "changleshequ clsq"),
        ("六安市", "luanshi las"),
        ("歙县长陔乡", "shexianchanggaixiang sxcgx"),
        ("率水", "shuaishui ss"),
        ("2026年A座", "2026nianazuo 2026naz"),
        ("", ""),
        ("（）", ""),
    ],
)
def test_search_key_is_pinyin_and_initials(text, key):
    assert search_key(text) == key


def test_search_key_of_several_names_holds_each_word_once():
    assert search_key("中共黄山市委宣传部", "市委宣传部", "市委宣传部") == (
        "zhonggonghuangshanshiweixuanchuanbu zghsswxcb shiweixuanchuanbu swxcb"
    )
