import gc
import weakref

import pygame

from trustsim.play.window.icons import icon
from trustsim.play.window.kept import Kept, bytes_of

SIZES = ((960, 600), (1280, 720), (1366, 768), (1600, 900), (1700, 1000), (1920, 1080),
         (2048, 1152), (2560, 1440), (1100, 700), (1440, 900))  # fmt: skip


def picture(side: int = 100) -> pygame.Surface:
    return pygame.Surface((side, side), pygame.SRCALPHA)


def resize(player, size: tuple[int, int]) -> None:
    pygame.display.set_mode(size, pygame.RESIZABLE)
    player.see(4, pygame.event.Event(pygame.VIDEORESIZE, size=size, w=size[0], h=size[1]))


def bytes_of_all_pictures() -> int:
    gc.collect()
    found = {id(one): one for each in gc.get_objects() for one in gc.get_referents(each)
             if type(one) is pygame.Surface}  # fmt: skip
    return sum(bytes_of(one) for one in found.values())


def test_what_was_wanted_last_stays_and_the_bound_in_bytes_holds():
    kept = Kept(5 * bytes_of(picture()))
    for number in range(5):
        kept.keep(number, picture())
    assert kept.get(0) is not None
    kept.keep("large", picture(200))
    assert kept.bytes <= kept.most_bytes
    assert [key for key in (0, 1, 2, 3, 4, "large") if kept.get(key) is not None] == [0, "large"]


def test_keeping_a_picture_in_the_place_of_another_counts_it_once():
    kept = Kept(1_000_000)
    for _ in range(3):
        kept.keep("one", picture())
    assert kept.bytes == bytes_of(picture())


def test_one_picture_larger_than_the_bound_is_kept_alone():
    kept = Kept(10)
    kept.keep("small", picture(10))
    large = kept.keep("large", picture())
    assert kept.get("large") is large
    assert len(kept) == 1


def test_an_icon_is_drawn_once_a_size_and_colour(look):
    assert icon("bell", 20, (1, 2, 3)) is icon("bell", 20, (1, 2, 3))
    assert icon("bell", 20, (1, 2, 3)) is not icon("bell", 21, (1, 2, 3))


def test_nothing_drawn_for_another_size_of_the_window_is_kept(player):
    resize(player, (1280, 800))
    before = bytes_of_all_pictures()
    earlier = []
    for size in SIZES:
        resize(player, size)
        look = player.game.look
        earlier += [weakref.ref(look._made), weakref.ref(look.fonts)]
        del look
    resize(player, (1280, 800))
    # Icons are shared by all sizes, within a bound of their own.
    assert bytes_of_all_pictures() < before + 6_000_000
    assert not any(ref() for ref in earlier)


def test_nothing_drawn_in_another_theme_is_kept(player):
    night = weakref.ref(player.game.look._made)
    player.game.change(theme="paper")
    player.see(4)
    gc.collect()
    assert night() is None
