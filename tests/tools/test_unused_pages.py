"""What no page uses any more is found: templates, styles and static files."""

import pytest

from tools import unused_pages


@pytest.fixture
def tree(tmp_path, monkeypatch):
    """A small site of which everything is used."""
    monkeypatch.chdir(tmp_path)

    def write(name, text):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")

    write("debts/views.py", 'render(request, "loans/loan.html"); render(request, f"loans/stage_{name}.html")')
    write("templates/loans/loan.html", '<p class="card mark-{{ group }}"><link href="a.css"></p>')
    write("templates/loans/stage_sent.html", "")
    write(
        "static/css/a.css",
        ".card { margin: 0.5rem; } /* .gone */ .mark-amount::before { content: '.no'; } .htmx-request {}",
    )
    return write


def test_what_is_used_is_not_named(tree):
    assert unused_pages.unused_on_pages() == []


@pytest.mark.parametrize(
    ("name", "text", "found"),
    [
        ("templates/loans/old.html", "", "templates/loans/old.html unused template"),
        ("static/js/old.js", "", "static/js/old.js unused file"),
        (
            "static/css/a.css",
            "@media print { .card, .old:not(.card) { color: red; } }",
            "static/css/a.css unused class old",
        ),
    ],
)
def test_what_nothing_names_is_found(tree, name, text, found):
    tree(name, text)
    assert unused_pages.unused_on_pages() == [found]


def test_a_template_that_a_package_asks_for_is_used(tree):
    tree("templates/account/login.html", "")
    assert unused_pages.unused_on_pages() == []
