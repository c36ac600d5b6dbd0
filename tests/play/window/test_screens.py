import pygame
import pytest

from trustsim.play.window import brush
from trustsim.play.window.actions import Act, Action
from trustsim.play.window.captions import SHOWN_FOR, Captions
from trustsim.play.window.look import MOST_BYTES
from trustsim.play.window.screens import Screen, Window, run
from trustsim.play.window.sound import NOISES, Noise, Sounds, wave
from trustsim.play.window.widgets.notices import Toast, Toasts, leader


class Plain(Screen):
    def __init__(self, colour, *, is_overlay: bool = False) -> None:
        self.colour, self.is_overlay = colour, is_overlay
        self.heard: list[Act] = []
        self.said: list[str] = []

    def enter(self, window: Window) -> None:
        self.window = window
        self.said.append("enter")

    def leave(self) -> None:
        self.said.append("leave")

    def resume(self) -> None:
        self.said.append("resume")

    def fit(self, look, size) -> None:
        self.said.append("fit")

    def handle(self, action: Action) -> bool:
        self.heard.append(action.act)
        if action.act is Act.BACK:
            self.window.pop()
        return action.act is not Act.SOUND

    def draw(self, surface) -> None:
        surface.fill(self.colour, (0, 0, 10, 10) if self.is_overlay else None)


@pytest.fixture
def window(surface, look) -> Window:
    return Window(surface, look)


def press(key: int, typed: str = "") -> pygame.event.Event:
    return pygame.event.Event(pygame.KEYDOWN, key=key, mod=0, unicode=typed)


def test_only_the_top_screen_hears_the_player(window):
    below, above = Plain((9, 9, 9)), Plain((200, 0, 0))
    window.push(below)
    window.push(above)
    window.frame([press(pygame.K_RETURN)], 0.01)
    assert (below.heard, above.heard) == ([], [Act.PRESS])


def test_a_screen_that_goes_lets_the_one_below_resume(window):
    below, above = Plain((9, 9, 9)), Plain((200, 0, 0))
    window.push(below)
    window.push(above)
    window.frame([press(pygame.K_ESCAPE)], 0.01)
    assert window.top is below
    assert above.said == ["enter", "fit", "leave"]
    assert below.said[-1] == "resume"


def test_an_overlay_shows_the_screen_below_dimmed(window):
    window.push(Plain((200, 200, 200)))
    window.push(Plain((255, 0, 0), is_overlay=True))
    window.frame([], 0.01)
    assert window.surface.get_at((5, 5))[:3] == (255, 0, 0)
    dimmed = window.surface.get_at((500, 500))[:3]
    assert (0, 0, 0) < dimmed < (150, 150, 150)


def test_what_no_screen_takes_goes_to_the_window(window):
    heard = []
    window.on_action = lambda action: heard.append(action.act) is None
    window.push(Plain((0, 0, 0)))
    window.frame([press(pygame.K_m, "m")], 0.01)
    assert heard == [Act.SOUND]


def test_closing_the_window_leaves_every_screen(window):
    below, above = Plain((9, 9, 9)), Plain((200, 0, 0))
    window.push(below)
    window.push(above)
    window.frame([pygame.event.Event(pygame.QUIT)], 0.01)
    assert not window.is_open
    assert below.said[-1] == above.said[-1] == "leave"


def test_another_look_reaches_every_screen(window):
    below, above = Plain((9, 9, 9)), Plain((200, 0, 0))
    window.push(below)
    window.push(above)
    window.restyle(window.look)
    assert below.said[-1] == above.said[-1] == "fit"


def test_run_ends_when_no_screen_is_left(window):
    screen = Plain((0, 0, 0))
    window.push(screen)
    ticks = iter(range(100))

    def clock() -> float:
        if next(ticks) == 3:
            pygame.event.post(press(pygame.K_ESCAPE))
        return 1 / 60

    run(window, clock)
    assert next(ticks) == 4


@pytest.mark.parametrize("noise", list(Noise))
def test_every_sound_begins_and_ends_silent_and_is_heard_between(noise):
    samples = wave(NOISES[noise]).astype(int)
    assert abs(samples[0]) < 400
    assert abs(samples[-1]) < 400
    assert abs(samples).max() > 1_000


def test_every_sound_has_a_caption():
    from trustsim.play.strings import say

    assert all(say(f"sound.{noise}").startswith("[") for noise in Noise)


def test_a_machine_without_a_sound_card_is_silent(monkeypatch):
    def no_card(*_args, **_keywords):
        raise pygame.error("no sound card")

    monkeypatch.setattr(pygame.mixer, "init", no_card)
    sounds = Sounds()
    assert not sounds.has_card
    sounds.play(Noise.SALE)


def test_captions_go_after_a_while_and_repeat_nothing():
    captions = Captions()
    captions.say("a door closes")
    captions.say("coins")
    captions.say("a door closes")
    assert captions.lines == ("coins", "a door closes")
    captions.pass_time(SHOWN_FOR + 0.1)
    assert captions.lines == ()


def test_two_toasts_cover_neither_each_other_nor_what_they_speak_of(look):
    bounds = pygame.Rect(0, 60, 896, 574)
    about = pygame.Rect(300, 200, 200, 200)
    toasts = Toasts()
    for title in ("It jumped to Cycling", "Gaming has shut you out"):
        toasts.show(Toast(title, "412 people passed it on", "flame", about=about), look, bounds)
    first, second = (toast._floating.rect for toast, _ in toasts.shown)
    assert not first.colliderect(second)
    assert not first.colliderect(about)
    assert not second.colliderect(about)
    toasts.pass_time(10)
    assert toasts.shown == []


def test_a_toast_without_room_for_its_note_does_without_it(look):
    bounds, about = pygame.Rect(0, 0, 400, 300), pygame.Rect(0, 0, 400, 100)
    people = [pygame.Rect(0, 180, 400, 120)]
    toast = Toast("It jumped to Cycling", "412 people passed it on. " * 6, "flame", about=about)
    placed = toast.settle(look, bounds, [], people)
    assert not placed.colliderect(about)
    assert placed.collidelist(people) < 0
    roomy = Toast("It jumped to Cycling", "412 people passed it on. " * 6, "flame", about=about)
    assert roomy.settle(look, bounds).height > placed.height


def test_a_toast_that_could_only_lie_on_people_is_not_shown(look):
    bounds, toasts = pygame.Rect(0, 0, 500, 300), Toasts()
    about = pygame.Rect(200, 100, 60, 60)
    toasts.show(Toast("It jumped", "To many", "flame", about=about), look, bounds, [], [bounds])
    assert toasts.shown == []
    toasts.show(Toast("It jumped", "To many", "flame", about=about), look, bounds)
    assert len(toasts.shown) == 1


def test_a_line_leads_from_a_box_to_what_it_speaks_of_only_where_that_is_far():
    about = pygame.Rect(300, 200, 80, 80)
    assert leader(pygame.Rect(200, 200, 90, 40), about, 26) is None
    start, end = leader(pygame.Rect(0, 0, 90, 40), about, 26)
    assert pygame.Rect(0, 0, 91, 41).collidepoint(start)
    assert pygame.Vector2(end).distance_to(about.center) == pytest.approx(40, abs=1)


def test_a_window_fills_the_screen_and_becomes_a_window_again(window):
    screen = Plain((9, 9, 9))
    window.push(screen)
    before = window.surface.size
    assert window.toggle_full_screen()
    assert window.surface.size == pygame.display.get_desktop_sizes()[0]
    assert window.toggle_full_screen()
    assert window.surface.size == before
    assert screen.said.count("fit") == 3


def test_a_display_that_cannot_be_filled_leaves_the_window_as_it_was(window, monkeypatch):
    window.push(Plain((9, 9, 9)))
    before, set_mode = window.surface.size, pygame.display.set_mode

    def refuse(size, flags=0):
        if flags & pygame.FULLSCREEN:
            raise pygame.error("no such mode")
        return set_mode(size, flags)

    monkeypatch.setattr(pygame.display, "set_mode", refuse)
    assert not window.toggle_full_screen()
    assert window.surface.size == before


def test_a_window_is_never_smaller_than_what_the_screens_fit_into(window):
    window.push(Plain((9, 9, 9)))
    pygame.display.set_mode((500, 400), pygame.RESIZABLE)
    window.resize()
    assert window.surface.size == (960, 600)


@pytest.mark.parametrize("rect", [(200, 150, 90, 40), (60, 50, 5, 3), (100, 100, 700, 300)])
def test_a_shadow_is_soft_outside_and_even_along_its_edges(look, rect):
    ground = pygame.Surface((1000, 600))
    ground.fill((200, 200, 200))
    box = pygame.Rect(rect)
    brush.shadow(ground, look, box, 10)
    middle = ground.get_at(box.center)[0]
    assert middle < 200
    assert ground.get_at((box.right + 60, box.centery))[0] == 200
    edges = {ground.get_at((x, box.bottom + 2))[0] for x in range(box.left + 24, box.right - 24)}
    assert len(edges) <= 1


@pytest.mark.parametrize(("size", "times"), [((960, 600), 1), ((1280, 720), 1), ((2560, 1440), 4)])
def test_what_a_look_keeps_takes_no_more_room_than_its_window_needs(look, size, times):
    fitted = look.fitted((640, 360)).fitted(size)
    side = 1_000
    count = 3 * times * MOST_BYTES // (4 * side * side)
    for number in range(count):
        fitted.keep(number, pygame.Surface((side, side), pygame.SRCALPHA))
    kept = [number for number in range(count) if fitted.kept(number) is not None]
    assert kept == list(range(count - len(kept), count))
    assert 0.85 * times * MOST_BYTES < len(kept) * 4 * side * side <= times * MOST_BYTES
