"""The list of parts, and what is made of what pip-audit tells."""

import json

from tools.audit import LOCK, _locked, read_advisories, sbom

LOCKED = dict(_locked(LOCK.read_text(encoding="utf-8")))


def test_every_locked_package_is_a_part_with_its_version():
    parts = {part["name"]: part for part in sbom()["components"]}
    assert parts.keys() == LOCKED.keys()
    assert parts["django"]["version"] == LOCKED["django"][0]
    assert parts["django"]["purl"] == f"pkg:pypi/django@{LOCKED['django'][0]}"


def test_every_part_that_is_installed_tells_its_licence():
    silent = [part["name"] for part in sbom()["components"] if "licenses" not in part]
    assert len(silent) <= len(LOCKED) // 10, silent


def test_what_a_part_needs_is_a_part():
    told = sbom()
    parts = {part["bom-ref"] for part in told["components"]}
    assert {other for row in told["dependencies"] for other in row["dependsOn"]} <= parts
    assert any(
        "asgiref" in other for row in told["dependencies"] if "/django@" in row["ref"] for other in row["dependsOn"]
    )


def test_the_list_is_the_same_twice():
    assert json.dumps(sbom()) == json.dumps(sbom())


def test_an_advisory_is_told_in_a_line():
    told = {"dependencies": [{"name": "a", "version": "1", "vulns": [{"id": "PYSEC-1", "fix_versions": ["2"]}]}]}
    assert read_advisories(json.dumps(told)) == ["a 1: PYSEC-1, mended in 2"]
    assert read_advisories(json.dumps({"dependencies": [{"name": "a", "version": "1", "vulns": []}]})) == []


def test_silence_is_not_taken_for_good_news():
    assert read_advisories("") is None
    assert read_advisories("[]") is None
