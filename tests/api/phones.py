"""Requests as forwarding apps send them, with words of our own."""

import base64
import hashlib
import hmac
import json
from datetime import datetime
from urllib.parse import quote, quote_plus, urlencode
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")
DEMAND = "【苏宁消金】尊敬的许大江，您的任性贷已逾期3天，应还1,234.56元，请立即还款。"
CHAT = "外卖已到楼下，请下来取。"


def ms(moment):
    return str(int(moment.timestamp() * 1000))


def timed_sign(secret, timestamp):
    digest = hmac.new(secret.encode(), f"{timestamp}\n{secret}".encode(), hashlib.sha256).digest()
    return quote_plus(base64.b64encode(digest).decode())


def default_form(secret="", *, sender="1069000000", text=DEMAND, at=None, sent=None):
    """The fields of the app's default form, its template of six lines among them."""
    at = at or datetime.now(SHANGHAI)
    stamp = ms(sent or at)
    lines = [sender, text, "SIM1_中国移动", "SubId：2", f"{at:%Y-%m-%d %H:%M:%S}", "小米14"]
    fields = {"from": sender, "content": "\n".join(lines), "timestamp": stamp}
    return {**fields, "sign": timed_sign(secret, stamp)} if secret else fields


def as_form(fields):
    return {"data": urlencode(fields), "content_type": "application/x-www-form-urlencoded"}


def as_json(value, **headers):
    body = value if isinstance(value, bytes | str) else json.dumps(value, ensure_ascii=False)
    return {"data": body, "content_type": "application/json", "headers": headers}


def event(name="sms:received", **payload):
    given = {"messageId": "a1b2", "sender": "1069000000", "simNumber": 1, "message": DEMAND}
    return {"id": "e1", "event": name, "deviceId": "ffff", "payload": {**given, **payload}}


def body_signed(secret, value, at):
    body, stamp = json.dumps(value, ensure_ascii=False).encode(), str(int(at.timestamp()))
    sign = hmac.new(secret.encode(), body + stamp.encode(), hashlib.sha256).hexdigest()
    return as_json(body, **{"X-Timestamp": stamp, "X-Signature": sign})


def in_address(fields):
    return "?" + "&".join(f"{name}={quote(value, safe='')}" for name, value in fields.items())
