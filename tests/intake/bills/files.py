"""Bills as people would get them, made by ourselves: text in any encoding, workbooks old and new, ZIPs."""

import io
import struct
import zipfile
from zlib import crc32

import pyzipper

from debts.intake.bills import BillRow, UnreadableRow, read_bill

WECHAT = """微信支付账单明细,,,,,,,,,,
微信昵称：[长青],,,,,,,,,,
----------------------微信支付账单明细列表--------------------,,,,,,,,,,
交易时间,交易类型,交易对方,商品,收/支,金额(元),支付方式,当前状态,交易单号,商户单号,备注
{rows}
"""
ALIPAY = """------------------------------------------------------------------------------------
导出信息：
起始时间：[2025-01-01 00:00:00]    终止时间：[2025-03-31 23:59:59]
5.部分账单如：充值提现、账户转存或者个人设置收支等不计入为收入或者支出，记为不计收支类；
------------------------支付宝（中国）网络技术有限公司  电子客户回单------------------------
交易时间  ,交易分类 ,交易对方,对方账号 ,商品说明 ,收/支 ,金额 ,收/付款方式 ,交易状态 ,交易订单号  ,商家订单号 ,备注 ,
{rows}
"""

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
RELS = '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
OFFICE = "application/vnd.openxmlformats-officedocument.spreadsheetml"


def read(data, **options):
    """All items of a bill given as text or bytes."""
    data = data.encode() if isinstance(data, str) else data
    return list(read_bill(io.BytesIO(data), **options))


def rows(data, **options):
    return [item for item in read(data, **options) if isinstance(item, BillRow)]


def unreadable(data, **options):
    return [item for item in read(data, **options) if isinstance(item, UnreadableRow)]


def alipay(*lines):
    return ALIPAY.format(rows="\n".join(lines))


def wechat(*lines):
    return WECHAT.format(rows="\n".join(lines))


# --- new workbooks --------------------------------------------------------------------------------------------------


def xlsx(*sheets):
    """A workbook with one or more sheets, each a list of rows."""
    book = io.BytesIO()
    with zipfile.ZipFile(book, "w", zipfile.ZIP_DEFLATED) as package:
        for name, text in _parts(sheets):
            package.writestr(name, f'<?xml version="1.0" encoding="UTF-8"?>{text}')
    return book.getvalue()


def _parts(sheets):
    numbers = range(1, len(sheets) + 1)
    kinds = "".join(
        f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="{OFFICE}.worksheet+xml"/>' for n in numbers
    )
    types = (
        f'<Types xmlns="{PACKAGE}/content-types">{RELS}'
        f'<Override PartName="/xl/workbook.xml" ContentType="{OFFICE}.sheet.main+xml"/>{kinds}</Types>'
    )
    yield "[Content_Types].xml", types
    yield "_rels/.rels", _relations(("officeDocument", "xl/workbook.xml"))
    listed = "".join(f'<sheet name="表{n}" sheetId="{n}" r:id="rId{n}"/>' for n in numbers)
    yield "xl/workbook.xml", f'<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}"><sheets>{listed}</sheets></workbook>'
    yield "xl/_rels/workbook.xml.rels", _relations(*(("worksheet", f"worksheets/sheet{n}.xml") for n in numbers))
    for n, sheet in zip(numbers, sheets, strict=True):
        body = "".join(_row(at, cells) for at, cells in enumerate(sheet, start=1))
        yield f"xl/worksheets/sheet{n}.xml", f'<worksheet xmlns="{MAIN}"><sheetData>{body}</sheetData></worksheet>'


def _relations(*targets):
    listed = "".join(
        f'<Relationship Id="rId{n}" Type="{RELATIONS}/{kind}" Target="{target}"/>'
        for n, (kind, target) in enumerate(targets, start=1)
    )
    return f'<Relationships xmlns="{PACKAGE}/relationships">{listed}</Relationships>'


def _row(at, cells):
    return f'<row r="{at}">' + "".join(_cell(at, n, cell) for n, cell in enumerate(cells) if cell != "") + "</row>"


def _cell(at, column, value):
    place = f"{chr(ord('A') + column)}{at}"
    if isinstance(value, int | float):
        return f'<c r="{place}"><v>{value}</v></c>'
    return f'<c r="{place}" t="inlineStr"><is><t>{value}</t></is></c>'


# --- old workbooks --------------------------------------------------------------------------------------------------

FREE, END, FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
SECTOR = 512


def xls(sheet):
    """A workbook of Excel 97 with one sheet."""
    cells = [(r, c, value) for r, row in enumerate(sheet) for c, value in enumerate(row) if value != ""]
    return compound("Workbook", _stream(cells))


def _record(kind, body=b""):
    return struct.pack("<HH", kind, len(body)) + body


def _stream(cells):
    begin, end = struct.pack("<HHHHII", 0x0600, 5, 0, 0, 0, 0), _record(0x000A)
    name = b"Sheet1"
    globals_size = len(_record(0x0809, begin)) + len(_record(0x00E0, bytes(20))) + 4 + 8 + len(name) + len(end)
    bound = struct.pack("<IBBBB", globals_size, 0, 0, len(name), 0) + name
    book = _record(0x0809, begin) + _record(0x00E0, bytes(20)) + _record(0x0085, bound) + end
    sheet = struct.pack("<HHHHII", 0x0600, 0x10, 0, 0, 0, 0)
    return book + _record(0x0809, sheet) + b"".join(_biff_cell(*cell) for cell in cells) + end


def _biff_cell(row, column, value):
    place = struct.pack("<HHH", row, column, 0)
    if isinstance(value, int | float):
        return _record(0x0203, place + struct.pack("<d", value))
    text = value.encode("utf-16-le")
    return _record(0x0204, place + struct.pack("<HB", len(text) // 2, 1) + text)


def compound(name, body):
    """An OLE file with one stream."""
    body += bytes(max(0, 4096 - len(body)))
    body += bytes(-len(body) % SECTOR)
    count = len(body) // SECTOR
    chain = [FAT, END, *range(3, count + 2), END]
    directory = _entry("Root Entry", 5, END, 0, 1) + _entry(name, 2, 2, len(body)) + 2 * _entry("", 0, 0, 0)
    head = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(16) + struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    head += struct.pack("<9I", 0, 1, 1, 0, 4096, END, 0, END, 0) + struct.pack("<109I", 0, *([FREE] * 108))
    assert len(chain) <= SECTOR // 4, "one sector holds the chain"
    return head + struct.pack("<128I", *chain, *([FREE] * (128 - len(chain)))) + directory + body


def _entry(name, kind, start, size, child=FREE):
    raw = name.encode("utf-16-le") + b"\0\0"
    head = raw.ljust(64, b"\0") + struct.pack("<HBBIII", len(raw) if name else 0, kind, 1, FREE, FREE, child)
    return head + bytes(36) + struct.pack("<III", start, size, 0)


# --- wrappers -------------------------------------------------------------------------------------------------------


def zipped(**members):
    package = io.BytesIO()
    with zipfile.ZipFile(package, "w") as container:
        for name, data in members.items():
            container.writestr(name.replace("_", "."), data)
    return package.getvalue()


def locked(data):
    """The ZIP with the mark of a password on each of its entries."""
    data = bytearray(data)
    for magic, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(magic)
        while at >= 0:
            data[at + place] |= 1
            at = data.find(magic, at + 1)
    return bytes(data)


# The method of compression of an entry behind a password, with what stands before and after it in both of its headers.
METHOD_STORED = struct.pack("<HHH", 1, 0, 0)
METHOD_AES = struct.pack("<HHH", 1, 99, 0)
FLAGS_LOCKED = struct.pack("<HH", 20, 1)
FLAGS_STRONG = struct.pack("<HH", 20, 0x41)


def behind(password, data, name="bill.csv"):
    """A ZIP of one file behind a password, in the old way that most payment apps use."""
    check = crc32(data)
    secret = _encrypted(password.encode(), bytes(11) + bytes([check >> 24]) + data)
    form = struct.pack("<HHHHHIIIHH", 20, 1, 0, 0, 0, check, len(secret), len(data), len(name), 0)
    local = b"PK\x03\x04" + form + name.encode() + secret
    central = b"PK\x01\x02" + struct.pack("<H", 20) + form + struct.pack("<HHHII", 0, 0, 0, 0, 0) + name.encode()
    return local + central + b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, 1, 1, len(central), len(local), 0)


def behind_aes(password, data, name="bill.csv", bits=256):
    """The same in the newer way, which WeChat Pay and unpacking programs use."""
    package = io.BytesIO()
    with pyzipper.AESZipFile(package, "w", compression=zipfile.ZIP_DEFLATED) as container:
        container.setpassword(password.encode())
        container.setencryption(pyzipper.WZ_AES, nbits=bits)
        container.writestr(name, data)
    return package.getvalue()


def _encrypted(password, data):
    keys = [0x12345678, 0x23456789, 0x34567890]

    def step(byte):
        keys[0] = _raw_crc(byte, keys[0])
        keys[1] = ((keys[1] + (keys[0] & 0xFF)) * 134775813 + 1) & 0xFFFFFFFF
        keys[2] = _raw_crc(keys[1] >> 24, keys[2])

    for byte in password:
        step(byte)
    secret = bytearray()
    for byte in data:
        mask = keys[2] | 2
        secret.append(byte ^ (mask * (mask ^ 1) >> 8 & 0xFF))
        step(byte)
    return bytes(secret)


def _raw_crc(byte, value):
    """One step of the sum without the turning of its bits before and after."""
    return crc32(bytes([byte]), value ^ 0xFFFFFFFF) ^ 0xFFFFFFFF
