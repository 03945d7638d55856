"""Columns for sums and rates."""

from typing import Any

from django.db import models


def money(label: Any, **options: Any) -> Any:
    """A sum in the loan's currency, to the cent."""
    return models.DecimalField(label, max_digits=14, decimal_places=2, **options)


def sum_or_unknown(label: Any) -> Any:
    """A sum that may be unknown."""
    return money(label, null=True, blank=True)


def rate_or_unknown(label: Any) -> Any:
    """A rate as a fraction, 0.18 for 18 %, that may be unknown."""
    return models.DecimalField(label, max_digits=9, decimal_places=6, null=True, blank=True)


def count_or_unknown(label: Any) -> Any:
    """A small whole number that may be unknown."""
    return models.PositiveSmallIntegerField(label, null=True, blank=True)
