"""Guesses are counted in the database, by all processes together, and nothing else writes there."""

import pytest
from django.core.cache import caches
from django.core.cache.backends.db import DatabaseCache
from django.urls import reverse

from debts.models import SharedCount


def test_what_is_counted_lies_in_the_database(owner, client):
    client.post(reverse("account_login"), {"login": "zhangsan", "password": "falsch"})
    assert isinstance(caches["default"], DatabaseCache)
    assert SharedCount.objects.filter(cache_key__contains="login").exists()


@pytest.mark.parametrize("address", ["/", "/messages/", "/loans/", "/settings/"])
def test_an_ordinary_page_counts_nothing(owner, client_of, address):
    client_of(owner).get(address)
    assert not SharedCount.objects.exists()


def test_a_request_of_a_program_counts_nothing_in_the_database(owner, client):
    client.get("/api/v1/token", headers={"authorization": "Bearer jq_none"})
    assert not SharedCount.objects.exists()
