import gc
import threading

from debts.reconciler.collecting import collector_paused


def test_the_collector_rests_until_the_last_of_several_pauses_has_ended():
    with collector_paused():
        with collector_paused():
            assert not gc.isenabled()
        assert not gc.isenabled()
    assert gc.isenabled()


def test_a_pause_outlives_one_of_another_thread_that_began_before():
    begun, end = threading.Event(), threading.Event()

    def other():
        with collector_paused():
            begun.set()
            end.wait(5)

    thread = threading.Thread(target=other)
    thread.start()
    begun.wait(5)
    with collector_paused():
        end.set()
        thread.join()
        assert not gc.isenabled()
    assert gc.isenabled()
