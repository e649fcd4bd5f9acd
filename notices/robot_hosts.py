"""Where a robot may stand: a web hook is a request that our server makes for whoever wrote the address down.

    refuse_address(address)    -> raises Refused with a Chinese sentence, unless its host is one that the server's
                                  administrator named in ROBOT_HOSTS (on the internet) or ROBOT_INTRANET_HOSTS
    post(address, data, headers, seconds) -> (status, the first bytes of the answer)

No redirect is followed, no proxy asked, and the machine that answered is looked at before anything is said to it: a
name of the internet that leads to an address of this house is refused, whatever was true when it was looked up before.
"""

from http.client import HTTPConnection, HTTPException, HTTPSConnection
from ipaddress import ip_address
from urllib.parse import urlsplit

from django.conf import settings

CONNECTIONS = {"http": HTTPConnection, "https": HTTPSConnection}
MOST = 10_000  # bytes of an answer


class Refused(Exception):
    """Not posted, or the robot answered but did not take the message."""


def refuse_address(address):
    host = _parts(address).hostname
    if host not in {*settings.ROBOT_HOSTS, *settings.ROBOT_INTRANET_HOSTS}:
        raise Refused(f"机器人地址的主机“{host}”不在允许之列，请系统管理员在服务器的 ROBOT_INTRANET_HOSTS 中登记。")


def post(address, data, headers, seconds):
    refuse_address(address)
    parts = _parts(address)
    connection = CONNECTIONS[parts.scheme](parts.hostname, parts.port, timeout=seconds)
    try:
        _connect(connection, parts.hostname)
        connection.request("POST", (parts.path or "/") + (f"?{parts.query}" if parts.query else ""), data, headers)
        answer = connection.getresponse()
        return answer.status, answer.read(MOST)
    except HTTPException as error:
        raise Refused(f"机器人的回答看不懂：{type(error).__name__}") from error
    finally:
        connection.close()


def _parts(address):
    """The parts of an address that every reader would read alike."""
    try:
        parts = urlsplit(address)
        port_is_none_or_good = parts.port != 0
    except ValueError as error:
        raise Refused("机器人地址不成立，请核对。") from error
    if parts.scheme not in CONNECTIONS or not parts.hostname:
        raise Refused("请填群机器人的完整地址，以 http:// 或 https:// 开头。")
    plain = address.isascii() and address.isprintable() and not set(address) & set(' \\"<>^`{|}')
    if "@" in parts.netloc or not plain or not port_is_none_or_good:
        raise Refused("机器人地址中不能有用户名、空格或特殊字符，请核对。")
    return parts


def _connect(connection, host):
    connection.connect()
    address = ip_address(connection.sock.getpeername()[0].partition("%")[0])
    address = getattr(address, "ipv4_mapped", None) or address
    if host in settings.ROBOT_INTRANET_HOSTS:
        # The cloud's own metadata, and nobody's addresses, are no robot in any house.
        allowed = not (address.is_link_local or address.is_multicast or address.is_unspecified)
    else:
        allowed = address.is_global
    if not allowed:
        raise Refused("机器人地址指向内部网络，已拒绝连接。")
