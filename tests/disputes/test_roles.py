"""What each role may do with a dispute."""

import pytest

from debts.disputes.roles import Deed, Role, may


@pytest.mark.parametrize("deed", Deed)
def test_the_owner_may_do_everything(deed):
    assert may(Role.OWNER, deed)


def test_who_edits_does_all_but_what_is_the_owners():
    assert {deed for deed in Deed if may(Role.EDITOR, deed)} == set(Deed) - {Deed.KEEP}


def test_who_reads_only_reads():
    assert {deed for deed in Deed if may(Role.READER, deed)} == {Deed.READ}


def test_who_reads_takes_the_material_along_where_the_owner_said_so():
    assert {deed for deed in Deed if may(Role.READER, deed, may_export=True)} == {Deed.READ, Deed.EXPORT}
