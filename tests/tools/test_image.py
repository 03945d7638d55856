"""The image holds what the program reads; `tools.image_root` runs the whole Dockerfile, which takes minutes."""

import subprocess
from pathlib import Path

from tools.image_root import REPOSITORY, Builder, context, instructions, words_of

DOCKERFILE = (REPOSITORY / "Dockerfile").read_text(encoding="utf-8")


def test_what_the_program_is_made_of_gets_into_the_image():
    needed = ("debts", "ledger", "templates", "static", "locale", "tools", "manage.py")
    known = {Path(name).parts[0] for name in git(*needed)}
    assert known <= set(context())


def git(*names):
    listed = subprocess.run(["git", "ls-files", *names], cwd=REPOSITORY, capture_output=True, text=True, check=True)
    return listed.stdout.split()


def test_the_version_is_read_from_a_file_in_the_image():
    assert "pyproject.toml" in context()


def test_lines_that_go_on_are_one_instruction():
    found = list(instructions("# a note\nFROM base AS one\nRUN first \\\n    && second\n"))
    assert found == [("FROM", "base AS one"), ("RUN", "first && second")]


def test_every_instruction_of_ours_can_be_followed():
    assert [word for word, _given in instructions(DOCKERFILE) if not hasattr(Builder, f"_{word.lower()}")] == []


def test_a_command_is_a_list_or_a_line_of_the_shell():
    assert words_of('["python", "-m", "tools.serve"]') == ["python", "-m", "tools.serve"]
    assert words_of("a && b") == ["sh", "-c", "a && b"]
