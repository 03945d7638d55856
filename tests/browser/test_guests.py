"""A dispute that is opened to somebody at home, in two browsers: its owner's and the guest's."""

import pytest
from allauth.account.models import EmailAddress
from django.urls import reverse
from playwright.sync_api import expect
