"""Names that nothing uses: what vulture finds in the code, less what templates, settings and frameworks call by name.

Templates, styles and static files are looked through as well (``unused_pages``). Prints the places and ends with 1 when
there are any. `make lint` calls it.
"""

import re
import sys
from itertools import chain
from pathlib import Path

from vulture import Vulture

from tools.unused_pages import unused_on_pages

CODE = ("debts", "ledger", "jieqing", "tools", "tests")
OURS = ("debts", "ledger", "jieqing", "tools")  # what only a test uses is looked at as well; tests are called by pytest
TEXTS = {"templates": "*.html", "debts/dossier": "*.txt", "debts/rulebook/data": "*.toml"}
# Django, ninja, pydantic, allauth, argparse, gunicorn and the parsers of the standard library call these.
FRAMEWORKS = re.compile(
    r"""Meta|Config|[A-Z_\d]{3,}|CN|HK|TW|handler\d{3}|add_arguments|handle_\w+|clean_\w+|label_from_instance|readinto|id_for_label
    |value_from_datadict|default_error_messages|field_order|allow_multiple_selected|model_config|default_factory
    |requires_system_checks|text_factory|redirect_request|load_config|get_openapi_operation_id|is_open_for_signup
    |get_totp_issuer|build_totp_svg|generate_authenticator_name|_get_login_attempts_cache_key|create_index|drop_index|auto_now\w*
    |ordering|indexes|abstract|expires|_errors|\w+Handler|passwordless|DebtsConfig|is_settlement_recorded
    |seekable|_save|get_available_name|shared_by""",
    re.VERBOSE,
)
# Attributes of python-docx are set and never read; the steps of a Dockerfile are called by their names; locust takes up
# whom it finds in the file that it is given.
ELSEWHERE = ("debts/dossier/as_docx.py", "debts/dossier/docx_parts.py", "tools/image_root.py", "tools/load/people.py")
DECORATED = [
    "@*.get",
    "@*.post",
    "@*.put",
    "@*.patch",
    "@*.delete",
    "@*register*",
    "@receiver*",
    "@*.filter",
    "@*_validator",
]


def called_by_name() -> set[str]:
    """Every word of the templates and data, and of the short texts in the code: names of settings, views and fields."""
    texts = (path for folder, ending in TEXTS.items() for path in Path(folder).rglob(ending))
    found = set(chain.from_iterable(re.findall(r"\w+", path.read_text("utf-8")) for path in texts))
    code = (path.read_text("utf-8") for folder in OURS for path in Path(folder).rglob("*.py"))
    quoted = chain.from_iterable(re.findall(r"[\"']([\w. ]+)[\"']", text) for text in code)
    return found | set(chain.from_iterable(map(str.split, (one.replace(".", " ") for one in quoted))))


def main() -> int:
    """Print what nothing uses; 1 where there is any."""
    found = Vulture(ignore_decorators=DECORATED)
    found.scavenge(CODE, exclude=["*/migrations/*"])
    named = called_by_name()
    unused = [
        one
        for one in found.get_unused_code(min_confidence=60)
        if one.filename.resolve().relative_to(Path.cwd()).parts[0] in OURS
        and one.name not in named
        and not FRAMEWORKS.fullmatch(one.name)
        and not str(one.filename).endswith(ELSEWHERE)
    ]
    places = [f"{one.filename}:{one.first_lineno} {one.typ} {one.name}" for one in unused] + unused_on_pages()
    print(*places, sep="\n")
    return bool(places)


if __name__ == "__main__":
    sys.exit(main())
