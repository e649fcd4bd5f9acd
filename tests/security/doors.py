"""Every door of the portal, taken from the permission matrix, which has them all: who may open it, and its address."""

from http.cookies import SimpleCookie

from tests.permissions_world import ROLES
from tests.test_permissions import ROWS, address


def doors(method):
    """(URL name, thing, a role that is let in) for every URL of that method; the most ordinary people first."""
    return [
        (name, thing, ROLES[who.index("Y")] if "Y" in who[1:] or who[0] == "Y" else "staff")
        for row_method, name, thing, who in ROWS
        if row_method == method and "Y" in who
    ]


def signed_in_client(world, role, client_class=None, **options):
    """The browser of that person, as right after the log-in; of another class where one is named."""
    client, cookies = world.clients[role]
    if client_class:
        client = client_class(**options)
    client.cookies = SimpleCookie(cookies)
    return client


def url_of(world, name, thing):
    return address(world, name, thing)
