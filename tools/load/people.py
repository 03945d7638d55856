"""What one person does, for locust, which runs in an environment of its own and knows nothing of the ledger.

``JIEQING_LOAD`` names a file with a session, a token and addresses for each person.
"""

import itertools
import json
import os
import random
import re
from pathlib import Path
from typing import Any, ClassVar

from locust import FastHttpUser, between, task

PEOPLE = itertools.cycle(json.loads(Path(os.environ["JIEQING_LOAD"]).read_text(encoding="utf-8")))
TEXT = "【{name}】许大江，您的随心借已逾期{days}天，应还{sum}元，请立即还款。"
HIDDEN = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')


class Person(FastHttpUser):
    """Somebody who is signed in, looks around, asks about messages, and has a phone that hands new ones in."""

    wait_time = between(0.5, 2.5)
    numbers: ClassVar[Any] = itertools.count(1)

    def on_start(self) -> None:
        """Take a ledger of one's own."""
        given = next(PEOPLE)
        self.loans, self.messages = given["loans"], given["messages"]
        self.bearer = {"Authorization": f"Bearer {given['token']}"}
        self.client.cookiejar.clear()
        self.cookies = f"sessionid={given['session']}"
        self.chance = random.Random(next(self.numbers))  # noqa: S311  the same people do the same

    def look(self, address: str, name: str = "") -> str:
        """Open a page, which must be there for the one who is signed in."""
        headers = {"Cookie": self.cookies}
        with self.client.get(
            address, name=name or None, headers=headers, catch_response=True, allow_redirects=False
        ) as answer:
            if answer.status_code != 200:  # noqa: PLR2004  what a page answers that is there
                answer.failure(f"{answer.status_code}")
            return str(answer.text)

    @task(5)
    def overview(self) -> None:
        """See how things are."""
        self.look("/")

    @task(6)
    def read_messages(self) -> None:
        """Look through the newest messages and open one."""
        self.look("/messages/")
        self.look(self.chance.choice(self.messages), "/messages/N/")

    @task(3)
    def look_at_a_loan(self) -> None:
        """All loans, then one."""
        self.look("/loans/")
        self.look(self.chance.choice(self.loans), "/loans/N/")

    @task(3)
    def search(self) -> None:
        """Two characters that stand in many messages."""
        self.look("/search/?q=%E9%80%BE%E6%9C%9F", "/search/")

    @task(4)
    def ask(self) -> None:
        """Paste a message and read what is said about it."""
        page = self.look("/check/")
        token = HIDDEN.search(page)
        if token is None:
            return
        form = {"csrfmiddlewaretoken": token[1], "paste": self.new_text()}
        cookies = f"{self.cookies}; csrftoken={token[1]}"
        headers = {"Cookie": cookies, "Content-Type": "application/x-www-form-urlencoded"}
        self.client.post("/check/", data=form, headers=headers, name="/check/ (asked)")

    @task(2)
    def hand_in(self) -> None:
        """The phone hands in what has come."""
        body = {"messages": [{"text": self.new_text(), "sender": "1069012345"}]}
        self.client.post("/api/v1/messages", json=body, headers=self.bearer)

    def new_text(self) -> str:
        """A demand that nobody has seen."""
        words = {"name": "云桥消金", "days": self.chance.randrange(1, 400)}
        return TEXT.format(**words, sum=f"{self.chance.randrange(1, 10**6) / 100:.2f}")
