"""Check an evidence bundle of 结清 Jieqing, by: python3 verify.py BUNDLE.zip [MANIFEST-HASH].

Needs Python 3.8 or newer and nothing else, and never goes online. It says what agrees, what does not, and what that
does not prove. The exit status is 0 only where everything agrees.
"""

from __future__ import annotations

import hashlib
import json
import sys
import zipfile
from typing import Any, Dict, Iterator, List, Tuple

FORMAT = "jieqing-evidence-bundle"
Result = Tuple[str, str]
Files = Dict[str, bytes]

NOT_LISTED = {"manifest.json", "核对.html", "verify.py"}


def canonical(value: Any) -> bytes:
    """The form in which records are hashed."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode("utf-8")


def sha256(data: bytes) -> str:
    """SHA-256 in hexadecimal figures."""
    return hashlib.sha256(data).hexdigest()


def check(bundle: zipfile.ZipFile, manifest_hash: str = "") -> Iterator[Result]:
    """Yield (what, problem) for every check; problem is empty where it agrees."""
    names = [info.filename for info in bundle.infolist()]
    files = {name: bundle.read(name) for name in names}
    yield "包里的文件名 file names", "有重名 repeated" if len(names) != len(set(names)) else ""
    if manifest_hash:
        agrees = sha256(files.get("manifest.json", b"")) == manifest_hash.strip().lower()
        yield "清单的哈希 hash of the manifest", "" if agrees else "和给出的不一样 not the one that was given"
    manifest = json.loads(files["manifest.json"])
    if manifest.get("format") != FORMAT:
        yield "清单 manifest", "不是证据包 no evidence bundle"
        return
    yield from check_files(files, manifest)
    records = json.loads(files["records.json"])["records"]
    log = json.loads(files["log.json"])
    yield from check_entries(log)
    yield from check_records(records, log, files)
    yield from check_heads(log, files)


def check_files(files: Files, manifest: Any) -> Iterator[Result]:
    """Hold every file against the manifest."""
    listed = {row["name"]: row for row in manifest["files"]}
    for name in sorted(set(files) - set(listed) - NOT_LISTED):
        yield name, "清单里没有 not in the manifest"
    for name, row in listed.items():
        if name not in files:
            yield name, "不见了 missing"
        else:
            agrees = sha256(files[name]) == row["sha256"] and len(files[name]) == row["size"]
            yield name, "" if agrees else "内容变了 changed"


def check_entries(log: Any) -> Iterator[Result]:
    """Compute every entry's hash anew, and follow its proof to the root of the log."""
    for row in log["entries"]:
        entry = row["entry"]
        number = entry["sequence"]
        what = f"日志第 {number} 条 entry {number}"
        if sha256(canonical(entry)) != row["entry_hash"]:
            yield what, "内容变了 changed"
        elif not is_included(row, log):
            yield what, "不在日志里 not in the log"
        else:
            yield what, ""
    yield from check_order(log["entries"])


def check_order(entries: List[Any]) -> Iterator[Result]:
    """The numbers rise, and an entry right after another names its hash."""
    for earlier, later in zip(entries, entries[1:]):
        one, other = earlier["entry"], later["entry"]
        number = other["sequence"]
        rises = one["sequence"] < other["sequence"]
        follows = one["sequence"] + 1 < other["sequence"] or other["previous_hash"] == earlier["entry_hash"]
        if not (rises and follows):
            yield "日志的顺序 order of the log", f"第 {number} 条接不上 entry {number}"


def is_included(row: Any, log: Any) -> bool:
    """RFC 9162, 2.1.3.2."""
    number, last = row["entry"]["sequence"] - 1, log["size"] - 1
    if not 0 <= number <= last:
        return False
    found = hashlib.sha256(b"\x00" + bytes.fromhex(row["entry_hash"])).digest()
    for sibling in map(bytes.fromhex, row["inclusion"]):
        if last == 0:
            return False
        if number & 1 or number == last:
            found = hashlib.sha256(b"\x01" + sibling + found).digest()
            while number and not number & 1:
                number, last = number >> 1, last >> 1
        else:
            found = hashlib.sha256(b"\x01" + found + sibling).digest()
        number, last = number >> 1, last >> 1
    return bool(last == 0 and found.hex() == log["root"])


def check_heads(log: Any, files: Files) -> Iterator[Result]:
    """Hold every stamped tree head against the log and its token. The authority's signature is not checked here."""
    hashes = {row["entry"]["sequence"]: row["entry_hash"] for row in log["entries"]}
    for name in sorted(files):
        stem = name[: -len(".json")]
        if not name.startswith("heads/") or not name.endswith(".json") or name.endswith("-consistency.json"):
            continue
        head, proof = json.loads(files[name]), json.loads(files[stem + "-consistency.json"])["proof"]
        what = f"树根 tree head {head['size']}"
        same_last = hashes.get(head["size"], head["last"]) == head["last"]
        yield what, "" if same_last and grew(head, log, proof) else "和日志接不上 the log did not grow from it"
        stamped = b"\x04\x20" + hashlib.sha256(files[name]).digest() in files.get(stem + ".tsr", b"")
        yield f"{what}，时间戳 time stamp", "" if stamped else "不是它的时间戳 not a stamp of it"


def grew(one: Any, other: Any, proof: List[str]) -> bool:
    """Whether the smaller of two trees, given by size and root, is the beginning of the larger: RFC 9162, 2.1.4.2."""
    older, newer = sorted((one, other), key=lambda tree: tree["size"])
    if older["size"] == newer["size"]:
        return not proof and older["root"] == newer["root"]
    path, number, last = list(map(bytes.fromhex, proof)), older["size"] - 1, newer["size"] - 1
    if older["size"] & number == 0:
        path.insert(0, bytes.fromhex(older["root"]))
    if number < 0 or not path:
        return False
    while number & 1:
        number, last = number >> 1, last >> 1
    was = now = path[0]
    for sibling in path[1:]:
        if last == 0:
            return False
        if number & 1 or number == last:
            was, now = (hashlib.sha256(b"\x01" + sibling + found).digest() for found in (was, now))
            while number and not number & 1:
                number, last = number >> 1, last >> 1
        else:
            now = hashlib.sha256(b"\x01" + now + sibling).digest()
        number, last = number >> 1, last >> 1
    return bool(last == 0 and was.hex() == older["root"] and now.hex() == newer["root"])


def check_records(records: List[Any], log: Any, files: Files) -> Iterator[Result]:
    """Hold every record against its last entry, and every file of a record against the bytes in the bundle."""
    latest = {(row["entry"]["record_type"], row["entry"]["record_ref"]): row["entry"] for row in log["entries"]}
    hashes = {sha256(data) for data in files.values()}
    for record in records:
        what = f"{record['type']} {record['ref']}"
        entry = latest.pop((record["type"], record["ref"]), None)
        if entry is None:
            yield what, "日志里没有 not in the log"
        elif sha256(canonical(record["facts"])) != entry["record_hash"]:
            yield what, "和日志里最后一次记下的不一样 not as last logged"
        elif record["type"] == "attachment" and record["facts"]["sha256"] not in hashes:
            yield what, "它的文件不在包里 its file is not in the bundle"
        else:
            yield what, ""
    for record_type, ref in latest:
        yield f"{record_type} {ref}", "日志里有，包里没有 in the log but not in the bundle"


def main(arguments: List[str]) -> int:
    """Print what was found."""
    if not arguments:
        print(__doc__)
        return 2
    results: List[Result] = []
    try:
        with zipfile.ZipFile(arguments[0]) as bundle:
            results.extend(check(bundle, arguments[1] if len(arguments) > 1 else ""))
    except (OSError, ValueError, KeyError, TypeError, AttributeError, zipfile.BadZipFile) as problem:
        results.append(("证据包 bundle", f"读不懂这个文件，它不完整或者被改过。 The file cannot be read: {problem!r}"))
    wrong = [(what, why) for what, why in results if why]
    for what, why in wrong:
        print(f"✗ {what}：{why}")
    count = len(wrong)
    print(f"核对了 {len(results)} 项，{count} 项对不上。 {len(results)} checks, {count} do not agree.")
    print("对得上，说明包里的文件和记录自写入日志后没有改动；不说明内容是真的，也不说明是谁写的。")
    print("有时间戳的，这里只核对它盖的是哪一个树根；签名和时间要用 openssl ts -verify 核对。")
    print("That they agree shows that nothing was changed since it was logged; not that it is true, nor who wrote it.")
    print("Of a time stamp only its head is checked here; its signature and its time are for openssl ts -verify.")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
