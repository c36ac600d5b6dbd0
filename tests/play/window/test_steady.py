import gc
import weakref

from trustsim.play.window.steady import hold_collector, release_collector, tidy


def test_the_collector_rests_while_it_is_held_and_works_afterwards():
    hold_collector()
    assert not gc.isenabled()
    assert gc.get_freeze_count() > 0
    release_collector()
    assert gc.isenabled()
    assert gc.get_freeze_count() == 0


def test_tidying_collects_but_not_while_the_collector_is_held():
    class Knot:
        pass

    def tie() -> weakref.ref:
        knot = Knot()
        knot.itself = knot
        return weakref.ref(knot)

    hold_collector()
    loose = tie()
    tidy()
    assert loose() is not None
    release_collector()
    tidy()
    assert loose() is None
