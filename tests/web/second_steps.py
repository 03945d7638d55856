"""An authenticator app for tests, and the way of somebody who signs in with one."""

import re
import time
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.test import Client
from django.urls import reverse

PASSWORD = "jie-qing-le-2025"


@pytest.fixture
def secret(owner, client_of, clock):
    """The owner's authenticator app, turned on two minutes ago."""
    made = app_turned_on(client_of(owner))
    clock.shift(timedelta(minutes=2))
    return made


def code_of(secret, *, later=0):
    """What the app shows now, or ``later`` half minutes from now."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + later))


def app_turned_on(client):
    """Turn the app on and return its secret."""
    page = client.get(reverse("mfa_activate_totp")).content.decode()
    secret = re.search(r'<code class="token">(\w+)</code>', page)[1]
    client.post(reverse("mfa_activate_totp"), {"code": code_of(secret)})
    return secret


def at_the_second_step(name="zhangsan", password=PASSWORD):
    client = Client()
    client.post(reverse("account_login"), {"login": name, "password": password})
    return client


def recovery_codes_of(owner):
    return Authenticator.objects.get(user=owner, type="recovery_codes").wrap().get_unused_codes()


def is_signed_in(client):
    return client.get("/").status_code == 200
