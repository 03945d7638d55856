"""The files of a dispute beside its summary: what is known of each, pictures of those that are, and small originals.

Files are copied into a folder that is gone afterwards; the kept ones are only read. Where a file cannot be shown the
document says why, and is made all the same.
"""

import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from django.core.files.storage import default_storage
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from debts.dossier.labels import say_picture_problem
from debts.dossier.pictures import Picture, PictureProblem, read_pictures
from debts.dossier.summary import FilePart
from debts.models import Attachment, DisputeItem, MessageFile

MOST_PICTURES = 200
MOST_SHEETS = 240  # the typesetter holds each one unpacked, some four megabytes, until the last page is set
ATTACHED_EACH = 1 << 20
ATTACHED_ALL = 16 << 20
PICTURE = "image/"
_READ = frozenset({"image/jpeg", "image/png", "image/webp", "image/gif", "image/bmp", "image/tiff"})
_ENDINGS = {"image/jpeg": "jpg", "image/png": "png", "image/webp": "webp", "image/gif": "gif", "application/pdf": "pdf"}


@dataclass(frozen=True, slots=True)
class Papers:
    """The files' parts of the document, and what a printer needs of them, as names in ``folder``.

    ``sheets`` are the pictures to print, by label; ``originals`` what to attach, by the name that it gets there.
    """

    folder: Path
    parts: tuple[FilePart, ...] = ()
    sheets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    originals: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Paper:
    label: str
    title: str
    file: Attachment


@contextmanager
def papers_of(items: Sequence[DisputeItem]) -> Iterator[Callable[[], Papers]]:
    """The papers of the exhibits, for as long as the context lasts; whoever calls for them waits for their pictures.

    Those are made in the meantime by their own process, so that the summary can be put together beside it.
    """
    with tempfile.TemporaryDirectory(prefix="jieqing-") as name, ThreadPoolExecutor(max_workers=1) as beside:
        folder = Path(name)
        papers = list(_papers(items))
        copies = _copied(folder, papers)
        printed = [paper.label for paper in papers if _is_picture(paper) and paper.label in copies][:MOST_PICTURES]
        making = beside.submit(read_pictures, folder, [copies[label] for label in printed])

        def ready() -> Papers:
            made = making.result()
            return _ready(folder, papers, copies, _bounded({label: made[copies[label]] for label in printed}))

        yield ready


def _bounded(made: Mapping[str, Picture]) -> dict[str, Picture]:
    """The pictures, those beyond the bound without their sheets: a long one is many sheets."""
    found, count = {}, 0
    for label, picture in made.items():
        fits = count + len(picture.sheets) <= MOST_SHEETS
        count += len(picture.sheets) if fits else 0
        found[label] = picture if fits else replace(picture, sheets=(), problem=PictureProblem.TOO_MANY)
    return found


def _ready(folder: Path, papers: Sequence[_Paper], copies: Mapping[str, str], made: Mapping[str, Picture]) -> Papers:
    pictures = {**_unprinted(papers, copies, made), **made}
    attached = _attached(papers, copies)
    return Papers(
        folder,
        tuple(_part(one, pictures.get(one.label), attached.get(one.label, ""), copies) for one in papers),
        {label: picture.sheets for label, picture in pictures.items() if picture.sheets},
        {name: copies[label] for label, name in attached.items()},
    )


def _papers(items: Sequence[DisputeItem]) -> Iterator[_Paper]:
    """The files by the numbers of their exhibits; those of a message are told apart by a second number."""
    beside: dict[int, list[Attachment]] = {}
    messages = [item.message_id for item in items if item.message_id]
    rows = MessageFile.objects.filter(message__in=messages, removed_at=None).select_related("attachment").order_by("pk")
    for row in rows:
        beside.setdefault(row.message_id, []).append(row.attachment)
    for item in items:
        file = item.attachment or (item.proof.attachment if item.proof else None)
        if file:
            yield _Paper(str(item.number), item.proof.get_kind_display() if item.proof else _("文件"), file)
        for number, one in enumerate(beside.get(item.message_id or 0, ()), 1):
            yield _Paper(f"{item.number}-{number}", _("消息所附的文件"), one)


def _copied(folder: Path, papers: Sequence[_Paper]) -> dict[str, str]:
    """Copy what will be read into the folder, by label; a file that is gone is left out."""
    names = {}
    for paper in papers:
        wanted = _is_picture(paper) or paper.file.size <= ATTACHED_EACH
        if wanted and default_storage.exists(paper.file.path):
            names[paper.label] = f"{paper.label}.in"
            with default_storage.open(paper.file.path) as source, (folder / names[paper.label]).open("wb") as copy:
                shutil.copyfileobj(source, copy)
    return names


def _is_picture(paper: _Paper) -> bool:
    return paper.file.media_type.startswith(PICTURE)


def _unprinted(papers: Sequence[_Paper], copies: Mapping[str, str], made: Mapping[str, Picture]) -> dict[str, Picture]:
    """The pictures that were not made into sheets: their files are gone, or they are too many."""
    missing = {True: PictureProblem.TOO_MANY, False: PictureProblem.GONE}
    left = (paper.label for paper in papers if _is_picture(paper) and paper.label not in made)
    return {label: Picture(problem=missing[label in copies]) for label in left}


def _attached(papers: Sequence[_Paper], copies: Mapping[str, str]) -> dict[str, str]:
    """The names of the originals that a PDF carries, by label: the small ones, until they are too many together."""
    names, room = {}, ATTACHED_ALL
    for paper in papers:
        if paper.label in copies and paper.file.size <= min(ATTACHED_EACH, room):
            room -= paper.file.size
            names[paper.label] = f"exhibit-{paper.label}.{_ENDINGS.get(paper.file.media_type, 'bin')}"
    return names


def _part(paper: _Paper, picture: Picture | None, attached: str, copies: Mapping[str, str]) -> FilePart:
    file = paper.file
    problem = picture.problem if picture else None
    if problem is PictureProblem.UNSUPPORTED and file.media_type in _READ:
        problem = PictureProblem.BROKEN
    if not picture and paper.label not in copies and not default_storage.exists(file.path):
        problem = PictureProblem.GONE
    return FilePart(
        label=paper.label,
        title=paper.title,
        name=file.original_name,
        media_type=file.media_type,
        size=file.size,
        sha256=file.sha256,
        details=tuple(_details(file, picture)),
        problem=say_picture_problem(problem) if problem else "",
        attached=attached,
    )


def _details(file: Attachment, picture: Picture | None) -> Iterator[tuple[str, str]]:
    """What is known of a file. What it says of itself was checked by nobody, and the words say so."""
    size = filesizeformat(file.size).replace("\xa0", " ")
    yield _("种类和大小"), _("%(kind)s，%(size)s") % {"kind": file.media_type, "size": size}
    if picture and picture.width:
        yield _("画面大小"), f"{picture.width} × {picture.height}"
    if picture and picture.taken_at:
        yield _("拍摄时间（文件自己写的）"), picture.taken_at
    if picture and picture.device:
        yield _("拍摄设备（文件自己写的）"), picture.device
    if picture and picture.has_place:
        yield _("拍摄地点"), _("原件里写有拍摄地点，这里不列出。")
