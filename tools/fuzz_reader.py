"""Feed the reader and the judge with broken texts, guided by the code that they run through.

    python -m tools.fuzz_reader SECONDS

libFuzzer grows the texts of ``tests/fuzz/texts.jsonl``; what took a new way through the reconciler is kept there, and
``tests/fuzz`` runs it at every test. The run ends at once where something raises or a span lies outside its text, and
says with which text.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["debts.reconciler"]):
    from tests.fuzz.judging import try_text

KEPT = Path(__file__).resolve().parent.parent / "tests" / "fuzz" / "texts.jsonl"
LONGEST = 3000


def _try_bytes(data: bytes) -> None:
    text = data.decode("utf-8", "surrogatepass" if data.isascii() else "replace")[:LONGEST]
    try_text(text, len(data))


def _fuzz(seconds: int) -> int:
    """Fuzz in a child, which libFuzzer ends by itself, from the kept texts; keep what it adds to them."""
    with tempfile.TemporaryDirectory() as folder:
        old, new = Path(folder, "old"), Path(folder, "new")
        for each in (old, new):
            each.mkdir()
        texts = {json.loads(line) for line in KEPT.read_text("utf-8").splitlines()}
        for number, text in enumerate(sorted(texts)):
            (old / f"{number:05}").write_bytes(text.encode("utf-8", "replace"))
        child = [sys.executable, "-m", "tools.fuzz_reader", "--child", f"-max_total_time={seconds}", "-max_len=2000"]
        status = subprocess.run([*child, str(new), str(old)], check=False).returncode  # noqa: S603 - this very program
        texts |= {path.read_bytes().decode("utf-8", "replace")[:LONGEST] for path in new.iterdir()}
    KEPT.write_text("".join(json.dumps(text) + "\n" for text in sorted(texts)), "utf-8")
    print(f"{len(texts)} texts kept, exit status {status}")
    return status


def main() -> int:
    """Fuzz for so many seconds; not 0 where something broke."""
    if "--child" in sys.argv:
        atheris.Setup([sys.argv[0], *sys.argv[2:]], _try_bytes)
        atheris.Fuzz()
    return _fuzz(int(sys.argv[1]))


if __name__ == "__main__":
    sys.exit(main())
