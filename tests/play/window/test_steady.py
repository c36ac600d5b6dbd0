import gc

from trustsim.play.window.steady import hold_collector, release_collector


def test_the_collector_rests_while_it_is_held_and_works_afterwards():
    hold_collector()
    assert not gc.isenabled()
    assert gc.get_freeze_count() > 0
    release_collector()
    assert gc.isenabled()
    assert gc.get_freeze_count() == 0
