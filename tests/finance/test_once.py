from debts.finance.once import once


class Asked:
    times = 0

    @once
    def answer(self):
        """What is said."""
        self.times += 1
        return self.times


def test_what_is_worked_out_once_is_kept_for_each_object_by_itself():
    asked, other = Asked(), Asked()
    assert (asked.answer, asked.answer, asked.times) == (1, 1, 1)
    assert other.times == 0


def test_a_class_is_told_what_it_has():
    assert Asked.answer.__doc__ == "What is said."
