"""Look for known weaknesses: ruff's security rules over the code, advisories about the packages, and a list of parts.

The list is a software bill of materials in CycloneDX 1.6, made from what is installed and locked. Advisories come from
the network; where they cannot be reached, that is said and the rest still counts.
"""

import json
import re
import subprocess
import sys
import uuid
from collections.abc import Iterator, Sequence
from importlib import metadata
from pathlib import Path
from typing import Any

from ledger.places import version

ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "requirements.txt"
SBOM = ROOT / "var" / "sbom.cdx.json"
AUDITOR = ROOT / "var" / "audit"
CODE = ("debts", "jieqing", "ledger", "tools")
_PINNED = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)", re.MULTILINE)
_HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")


def main() -> int:
    """Run all three; 1 where something was found."""
    SBOM.parent.mkdir(exist_ok=True)
    parts = sbom()
    SBOM.write_text(json.dumps(parts, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    print(f"Parts: {len(parts['components'])} packages, written to {SBOM.relative_to(ROOT)}.")
    findings = [_rules(), _advisories()]
    return int(any(findings))


def _rules() -> bool:
    done = _run([sys.executable, "-m", "ruff", "check", "--select", "S", *CODE])
    print("Code: no finding of ruff's security rules." if done.returncode == 0 else done.stdout)
    return done.returncode != 0


def _advisories() -> bool:
    """Ask pip-audit about the lock. It lives in an environment of its own, for it is no part of the program."""
    program = AUDITOR / "bin" / "pip-audit"
    if not program.exists():
        _run([sys.executable, "-m", "venv", str(AUDITOR)])
        installed = _run([str(AUDITOR / "bin" / "pip"), "install", "--quiet", "pip-audit"])
        if installed.returncode:
            return _not_asked("pip-audit cannot be installed", installed.stderr)
    asked = [
        str(program),
        "-r",
        str(LOCK),
        "--disable-pip",
        "--require-hashes",
        "-f",
        "json",
        "--progress-spinner",
        "off",
    ]
    done = _run(asked)
    found = read_advisories(done.stdout)
    if found is None:
        return _not_asked("The advisories cannot be reached", done.stderr)
    print("\n".join(found) or "Packages: no advisory about any of them.")
    return bool(found)


def read_advisories(told: str) -> list[str] | None:
    """A line for each advisory that pip-audit tells of; None where it tells nothing that can be read."""
    try:
        rows = json.loads(told)["dependencies"]
    except (ValueError, KeyError, TypeError):
        return None
    return [
        f"{row['name']} {row['version']}: {one['id']}, mended in {', '.join(one['fix_versions']) or 'no version yet'}"
        for row in rows
        for one in row.get("vulns", ())
    ]


def _not_asked(why: str, told: str) -> bool:
    last = (told.strip().splitlines() or ["no reason was given"])[-1]
    print(f"Packages: NOT CHECKED against advisories. {why}: {last[:200]}")
    return False


def sbom() -> dict[str, Any]:
    """The parts of the program as CycloneDX has them: each locked package with its licence and what it needs."""
    locked = dict(_locked(LOCK.read_text(encoding="utf-8")))
    parts = [_component(name, *found) for name, found in sorted(locked.items())]
    this = {"type": "application", "bom-ref": "jieqing", "name": "jieqing", "version": version()}
    needs = [{"ref": "jieqing", "dependsOn": sorted(part["bom-ref"] for part in parts)}]
    needs += [{"ref": part["bom-ref"], "dependsOn": _needs(part["name"], locked)} for part in parts]
    serial = uuid.uuid5(uuid.NAMESPACE_URL, json.dumps(parts, sort_keys=True))
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{serial}",
        "version": 1,
        "metadata": {"component": {**this, "licenses": [{"license": {"id": "MIT"}}]}},
        "components": parts,
        "dependencies": needs,
    }


def _locked(lock: str) -> Iterator[tuple[str, tuple[str, list[str]]]]:
    """Name, version and hashes of each package of a lock."""
    starts = [*_PINNED.finditer(lock)]
    for number, found in enumerate(starts):
        end = starts[number + 1].start() if number + 1 < len(starts) else len(lock)
        yield _plain(found[1]), (found[2], _HASH.findall(lock, found.end(), end))


def _component(name: str, version: str, hashes: Sequence[str]) -> dict[str, Any]:
    told: dict[str, Any] = {"type": "library", "bom-ref": _purl(name, version), "name": name, "version": version}
    told |= {"purl": _purl(name, version)}
    if licence := _licence(name):
        told["licenses"] = [licence]
    if len(hashes) == 1:  # of several files, which one was installed is not known
        told["hashes"] = [{"alg": "SHA-256", "content": hashes[0]}]
    return told


def _licence(name: str) -> dict[str, Any] | None:
    try:
        told = metadata.metadata(name)
    except metadata.PackageNotFoundError:
        return None  # locked for another platform
    if "License-Expression" in told:
        return {"expression": told["License-Expression"]}
    classified = [one.rpartition(" :: ")[2] for one in told.get_all("Classifier") or () if one.startswith("License")]
    named = told.get_all("License") or ("",)
    words = classified[0] if classified else named[0].strip().split("\n")[0]
    return {"license": {"name": words}} if words else None


def _needs(name: str, locked: dict[str, tuple[str, list[str]]]) -> list[str]:
    try:
        asked = metadata.requires(name) or []
    except metadata.PackageNotFoundError:
        return []
    wanted = {_plain(found[0]) for one in asked if "extra ==" not in one and (found := re.match(r"[\w.-]+", one))}
    return sorted(_purl(other, locked[other][0]) for other in wanted if other in locked)


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _purl(name: str, version: str) -> str:
    return f"pkg:pypi/{name}@{version}"


def _run(command: Sequence[str]) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S603  our own words


if __name__ == "__main__":
    sys.exit(main())
