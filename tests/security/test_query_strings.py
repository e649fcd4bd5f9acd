"""A query string beyond measure is refused before anything is done, and a name that stands many times counts once."""

import pytest

from tests.security.doors import signed_in_client

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.mark.parametrize(
    "query",
    ["q=" + "a" * 10_000_000, "&".join(f"a{number}=1" for number in range(100_000)), "q=" + "%" * 20_000],
    ids=["10 MB", "100,000 parameters", "20,000 percents"],
)
def test_query_too_long_is_refused_before_anything_is_done(world, query, django_assert_num_queries):
    client = signed_in_client(world, "staff")

    with django_assert_num_queries(0):
        answers = [client.get(url, QUERY_STRING=query).status_code for url in ("/activities/", "/search/", "/admin/")]

    assert answers == [414, 414, 414]


def test_one_name_many_times_counts_once(world):
    client = signed_in_client(world, "staff")

    answers = [
        client.get(url, QUERY_STRING="&".join(["page=1", "page=2", "q=a", "q=b"] * 100)).status_code
        for url in ("/activities/", "/organizations/", "/search/")
    ]

    assert answers == [200, 200, 200]
