"""Who may do what with one dispute: its owner, an account that may edit it, and one that only reads.

A guest never reaches what lies outside of the dispute: the loans, the inbox, proofs and messages that are no exhibits.
Who may edit may also take the material along, for letters are written and sent with it; who reads may where the owner
said so, because a file that was downloaded cannot be called back when the reading ends.
"""

from enum import StrEnum


class Role(StrEnum):
    """What somebody is to a dispute."""

    OWNER = "owner"
    EDITOR = "editor"
    READER = "reader"


class Deed(StrEnum):
    """What can be done with a dispute.

    ``keep`` is what only its owner does: choose among messages of the inbox, let others in, take it back.
    """

    READ = "read"
    EXPORT = "export"
    WRITE = "write"
    KEEP = "keep"


_ALLOWED = {
    Role.OWNER: frozenset(Deed),
    Role.EDITOR: frozenset({Deed.READ, Deed.EXPORT, Deed.WRITE}),
    Role.READER: frozenset({Deed.READ}),
}


def may(role: Role, deed: Deed, *, may_export: bool = False) -> bool:
    """Whether somebody of that role may do it; ``may_export`` is what the owner said of a reader."""
    return deed in _ALLOWED[role] or (deed is Deed.EXPORT and may_export)
