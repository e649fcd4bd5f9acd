"""Robots of chat groups: one text by web hook. The host stands in the channel, for intranets have their
own; which may be reached says robot_hosts.

Both answer 200 with {"errcode": 0} when they took it; every other answer is a refusal, and the ledger tries again.
"""

import base64
import hashlib
import hmac
import json
import time
from urllib.parse import quote_plus

from notices import robot_hosts
from notices.models import Channel
from notices.robot_hosts import Refused

TIMEOUT = 10
WECOM_BYTES = 2048  # longer texts are refused


def post(channel, title, body):
    text = f"{title}\n{body}"
    if channel.kind == Channel.Kind.DINGTALK:
        return _send(
            signed(channel.webhook, channel.secret, time.time()), {"msgtype": "text", "text": {"content": text}}
        )
    shortened = text.encode()[:WECOM_BYTES].decode(errors="ignore")
    return _send(channel.webhook, {"msgtype": "text", "text": {"content": shortened}})


def signed(address, secret, moment):
    """DingTalk's 加签: the time in milliseconds and its HMAC; without a secret the address as it is."""
    if not secret:
        return address
    stamp = str(round(moment * 1000))
    digest = hmac.digest(secret.encode(), f"{stamp}\n{secret}".encode(), hashlib.sha256)
    joint = "&" if "?" in address else "?"
    return f"{address}{joint}timestamp={stamp}&sign={quote_plus(base64.b64encode(digest))}"


def _send(address, message):
    headers = {"Content-Type": "application/json; charset=utf-8"}
    status, said = robot_hosts.post(address, json.dumps(message, ensure_ascii=False).encode(), headers, TIMEOUT)
    if status != 200:
        raise Refused(f"机器人没有收下，回答为 {status}。")
    answer = json.loads(said)
    if not isinstance(answer, dict) or answer.get("errcode") != 0:
        raise Refused(f"机器人拒收：{answer}"[:300])
