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

Der = List[Tuple[int, bytes, bytes]]

HASHES = {
    bytes.fromhex("608648016503040201"): "sha256",
    bytes.fromhex("608648016503040202"): "sha384",
    bytes.fromhex("608648016503040203"): "sha512",
}
RSA, RSA_PSS = bytes.fromhex("2a864886f70d010101"), bytes.fromhex("2a864886f70d01010a")
OPTIONAL = 0xA0  # the tag of a field that may be left out
MESSAGE_DIGEST = bytes.fromhex("2a864886f70d010904")
UNKNOWN_KEY = "这种签名这里核对不了，要用 openssl ts -verify 核对 not checked here"
COMMON_NAME = bytes.fromhex("0603550403")
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
    """Hold every stamped tree head against the log and its token."""
    hashes = {row["entry"]["sequence"]: row["entry_hash"] for row in log["entries"]}
    for name in sorted(files):
        stem = name[: -len(".json")]
        if not name.startswith("heads/") or not name.endswith(".json") or name.endswith("-consistency.json"):
            continue
        head, proof = json.loads(files[name]), json.loads(files[stem + "-consistency.json"])["proof"]
        what = f"树根 tree head {head['size']}"
        same_last = hashes.get(head["size"], head["last"]) == head["last"]
        yield what, "" if same_last and grew(head, log, proof) else "和日志接不上 the log did not grow from it"
        yield f"{what}，时间戳 time stamp", problem_of_stamp(files.get(stem + ".tsr", b""), files[name])


def problem_of_stamp(token: bytes, head: bytes) -> str:
    """What is wrong with a stamp of a head; empty where nothing is, or where its signature is of a kind not known."""
    try:
        stamp = Stamp(token)
        if hashlib.new(stamp.hash, head).digest() != stamp.hashed:
            return "不是它的时间戳 not a stamp of it"
        return "" if stamp.is_signed() in (True, None) else "签名对不上 its signature does not agree"
    except (ValueError, IndexError, KeyError, UnicodeDecodeError):
        return "读不懂时间戳 a stamp that cannot be read"


class Stamp:
    """A time stamp as RFC 3161 and RFC 5652 lay it out: what was stamped, when, and who signed that."""

    def __init__(self, token: bytes) -> None:
        content = parts(parts(parts(token)[0][1])[1][1])[1][1]
        signed = parts(parts(content)[0][1])
        self.info = parts(parts(signed[2][1])[1][1])[0][1]
        told = parts(parts(self.info)[0][1])
        algorithm, hashed = parts(told[2][1])
        self.hash, self.hashed = HASHES[parts(algorithm[1])[0][1]], hashed[1]
        self.time = told[4][1].decode("ascii")
        self.certificates = [whole for tag, inside, _ in signed if tag == OPTIONAL for _, _, whole in parts(inside)]
        self.signer = parts(parts(signed[-1][1])[0][1])

    @property
    def attributes(self) -> bytes:
        """What was signed: the hash of the stamp, and the hash of the signer's certificate."""
        return next((b"\x31" + whole[1:] for tag, _, whole in self.signer if tag == OPTIONAL), b"")

    @property
    def certificate(self) -> bytes:
        """The certificate in the token whose hash was signed."""
        known = ((one, name) for one in self.certificates for name in ("sha256", "sha1", "sha384", "sha512"))
        return next((one for one, name in known if hashlib.new(name, one).digest() in self.attributes), b"")

    def is_signed(self) -> bool | None:
        """Whether the certificate's key signed the stamp (RFC 8017, 8.2.2); None for other keys than RSA."""
        if not self.certificate:
            return False if self.certificates else None
        name, key = HASHES[parts(self.signer[2][1])[0][1]], parts(self.fields[5][1])
        if parts(key[0][1])[0][1] != RSA or parts(self.signer[4][1])[0][1] == RSA_PSS:
            return None
        attributes = [parts(one) for _, one, _ in parts(parts(self.attributes)[0][1])]
        digests = [parts(value[1])[0][1] for oid, value in attributes if oid[1] == MESSAGE_DIGEST]
        if digests != [hashlib.new(name, self.info).digest()]:
            return False
        modulus, exponent = (int.from_bytes(one[1], "big") for one in parts(parts(key[1][1][1:])[0][1]))
        size = (modulus.bit_length() + 7) // 8
        found = pow(int.from_bytes(self.signer[5][1], "big"), exponent, modulus).to_bytes(size, "big")
        digest = hashlib.new(name, self.attributes).digest()
        algorithm = b"\x06\x09" + next(oid for oid, known in HASHES.items() if known == name) + b"\x05\x00"
        inside = b"\x30\x0d" + algorithm + b"\x04" + bytes([len(digest)]) + digest
        ending = b"\x00\x30" + bytes([len(inside)]) + inside
        return found == b"\x00\x01" + b"\xff" * (size - 2 - len(ending)) + ending

    @property
    def authority(self) -> str:
        """The last name in the certificate by which its holder goes; a name proves nothing."""
        _, found, name = self.fields[4][1].rpartition(COMMON_NAME) if self.certificate else (b"", b"", b"")
        return parts(name)[0][1].decode("utf-8", "replace") if found else ""

    @property
    def fields(self) -> Der:
        """Number, algorithm, issuer, validity, subject and key of the certificate."""
        inside = parts(parts(parts(self.certificate)[0][1])[0][1])
        return [one for one in inside if one[0] != OPTIONAL]  # some begin with their version


def parts(der: bytes) -> Der:
    """What stands one after another in DER: tag, content, and the whole with its head."""
    found, at = [], 0
    while at < len(der):
        start, length = at + 2, der[at + 1]
        if length & 0x80:
            start, length = start + (length & 0x7F), int.from_bytes(der[start : start + (length & 0x7F)], "big")
        found.append((der[at], der[start : start + length], der[at : start + length]))
        at = start + length
    return found


def told_stamps(files: Files) -> Iterator[str]:
    """What each stamp says, and how far it was checked."""
    for name in sorted(name for name in files if name.startswith("heads/") and name.endswith(".tsr")):
        stamp = Stamp(files[name])
        at = stamp.time
        moment = f"{at[:4]}-{at[4:6]}-{at[6:8]} {at[8:10]}:{at[10:12]}:{at[12:14]} UTC"
        signed = UNKNOWN_KEY if stamp.is_signed() is None else "签名由这个证书的钥匙作出 signed by its key"
        yield f"时间戳 time stamp：{moment}，{stamp.authority}，证书 certificate {sha256(stamp.certificate)}；{signed}"


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
    stamps: List[str] = []
    try:
        with zipfile.ZipFile(arguments[0]) as bundle:
            results.extend(check(bundle, arguments[1] if len(arguments) > 1 else ""))
            if not any(why for _, why in results):
                stamps.extend(told_stamps({name: bundle.read(name) for name in bundle.namelist()}))
    except (OSError, ValueError, KeyError, TypeError, AttributeError, zipfile.BadZipFile) as problem:
        results.append(("证据包 bundle", f"读不懂这个文件，它不完整或者被改过。 The file cannot be read: {problem!r}"))
    wrong = [(what, why) for what, why in results if why]
    for what, why in wrong:
        print(f"✗ {what}：{why}")
    count = len(wrong)
    print(f"核对了 {len(results)} 项，{count} 项对不上。 {len(results)} checks, {count} do not agree.")
    print("对得上，说明包里的文件和记录自写入日志后没有改动；不说明内容是真的，也不说明是谁写的。")
    for line in stamps:
        print(line)
    print("证书是不是一家可信的机构的，这里没有核对：把证书的 SHA-256 和那家机构公布的比一比。")
    print("That they agree shows that nothing was changed since it was logged; not that it is true, nor who wrote it.")
    print("Whether a certificate is that of a trusted authority is not checked: compare its SHA-256 with theirs.")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
