import pygame
import pytest

from trustsim.play.window.actions import Act, Action, Bindings
from trustsim.play.window.interface import TIP_AFTER, Interface, Panel
from trustsim.play.window.widgets.boxes import Column, Flow, Row, Scroll
from trustsim.play.window.widgets.button import Button, Chip
from trustsim.play.window.widgets.card import Card
from trustsim.play.window.widgets.choice import Pips, Segmented, Slider
from trustsim.play.window.widgets.label import Label
from trustsim.play.window.widgets.widget import walk


class Log(list):
    def press(self, what):
        return lambda *values: self.append((what, *values))


@pytest.fixture
def log() -> Log:
    return Log()


@pytest.fixture
def interface(look, log) -> Interface:
    content = Column(
        [
            Label("Plan week 7"),
            Button("Listen", log.press("listen"), key="listen"),
            Segmented(["How-to", "Story", "Pitch"], 0, log.press("kind"), key="kind"),
            Slider(0.5, log.press("tone"), steps=5, key="tone"),
            Pips(2, 5, log.press("care"), allowed=4, key="care"),
            Chip("Cycling", log.press("chip"), key="chip"),
            Button("Boost", log.press("boost"), key="boost", is_enabled=False),
            Card(Label("Mo asks"), log.press("card"), key="card"),
        ]
    )
    shown = Interface(look)
    shown.show([Panel(pygame.Rect(880, 60, 400, 660), content)])
    return shown


def key(interface: Interface, act: Act) -> bool:
    return interface.handle(Action(act, by_key=True))


def click(interface: Interface, where: tuple[int, int]) -> None:
    for act in (Act.POINT, Act.GRAB, Act.RELEASE):
        interface.handle(Action(act, position=where))


def test_tab_goes_through_everything_that_can_be_used_in_order_of_reading(interface):
    stops = []
    for _ in range(7):
        key(interface, Act.NEXT)
        stops.append(interface.focus)
    assert stops == ["listen", "kind", "tone", "care", "chip", "card", "listen"]


def test_shift_tab_goes_back(interface):
    key(interface, Act.PREVIOUS)
    assert interface.focus == "card"


def test_enter_presses_the_focused_button(interface, log):
    interface.focus_on("listen")
    assert key(interface, Act.PRESS)
    assert log == [("listen",)]


def test_nothing_is_pressed_when_nothing_has_the_focus(interface, log):
    assert not key(interface, Act.PRESS)
    assert log == []


def test_arrows_choose_and_stop_at_the_ends(interface, log):
    interface.focus_on("kind")
    for act in (Act.LEFT, Act.RIGHT, Act.RIGHT, Act.RIGHT):
        assert key(interface, act)
    assert log == [("kind", 1), ("kind", 2)]


def test_arrows_move_a_slider_by_its_steps(interface, log):
    interface.focus_on("tone")
    key(interface, Act.RIGHT)
    key(interface, Act.LAST)
    assert log == [("tone", 0.75), ("tone", 1.0)]


def test_care_stops_at_what_there_are_hours_for(interface, log):
    interface.focus_on("care")
    for _ in range(5):
        key(interface, Act.RIGHT)
    assert log == [("care", 3), ("care", 4)]


def test_up_and_down_walk_to_the_nearest_stop(interface):
    interface.focus_on("tone")
    key(interface, Act.DOWN)
    assert interface.focus == "care"
    key(interface, Act.UP)
    key(interface, Act.UP)
    assert interface.focus == "kind"


def test_escape_is_left_to_the_screen(interface):
    interface.focus_on("listen")
    assert not key(interface, Act.BACK)


def test_the_focus_is_seen(interface, surface):
    interface.draw(surface)
    before = surface.copy()
    interface.focus_on("listen")
    interface.draw(surface)
    box = interface.widget("listen").rect.inflate(8, 8)
    changed = [
        (x, box.y + 2)
        for x in range(box.left + 12, box.right - 12)
        if surface.get_at((x, box.y + 2)) != before.get_at((x, box.y + 2))
    ]
    assert len(changed) > box.width / 2


def test_a_click_presses(interface, log):
    click(interface, interface.widget("listen").rect.center)
    click(interface, interface.widget("card").rect.center)
    assert log == [("listen",), ("card",)]


def test_letting_go_elsewhere_presses_nothing(interface, log):
    interface.handle(Action(Act.GRAB, position=interface.widget("listen").rect.center))
    interface.handle(Action(Act.RELEASE, position=(900, 700)))
    assert log == []


def test_a_disabled_button_can_neither_be_clicked_nor_reached(interface, log):
    click(interface, interface.widget("boost").rect.center)
    assert log == []
    assert "boost" not in interface.focusable()


def test_a_click_chooses_the_segment_under_it(interface, log):
    rect = interface.widget("kind").rect
    click(interface, (rect.right - 10, rect.centery))
    assert log == [("kind", 2)]


def test_a_slider_follows_the_pointer_beyond_its_place(interface, log):
    rect = interface.widget("tone").rect
    interface.handle(Action(Act.GRAB, position=rect.center))
    interface.handle(Action(Act.DRAG, position=(rect.right + 80, rect.bottom + 50)))
    assert log[-1] == ("tone", 1.0)


def test_the_last_filled_pip_empties_itself(interface, log):
    rect = interface.widget("care").rect
    click(interface, (rect.x + rect.width // 5 + 20, rect.centery))
    assert log == [("care", 1)]


def test_a_panel_built_anew_keeps_the_focus(interface, look, log):
    interface.focus_on("chip")
    interface.show([Panel(pygame.Rect(0, 0, 300, 300), Chip("X", log.press("chip"), key="chip"))])
    assert interface.focus == "chip"
    interface.show([Panel(pygame.Rect(0, 0, 300, 300), Label("gone"))])
    assert interface.focus == ""


def test_a_focus_whose_widget_is_gone_goes_to_the_nearest(look):
    def panel(*keys: str) -> Panel:
        buttons = [Button(key, lambda: None, key=key) for key in keys]
        return Panel(pygame.Rect(0, 0, 300, 600), Column(buttons))

    interface = Interface(look)
    interface.show([panel("one", "two", "three")])
    interface.focus_on("three")
    interface.show([panel("one", "two", "other")])
    assert (interface.focus, interface.shows_focus) == ("other", True)
    interface.focus_on("two", visibly=False)
    interface.show([panel("one", "other")])
    assert interface.focus == ""


def test_a_tooltip_comes_after_a_rest_and_covers_nothing_it_speaks_of(look, surface, log):
    shown = Interface(look)
    button = Button("Why?", log.press("why"), key="why", tip="Trust fell by 4.\nThird pitch.")
    shown.show([Panel(pygame.Rect(0, 0, 300, 60), Row([button]))])
    shown.draw(surface)
    shown.handle(Action(Act.POINT, position=button.rect.center))
    shown.pass_time(TIP_AFTER / 2)
    assert shown._tip is None
    shown.pass_time(TIP_AFTER)
    assert shown._tip is not None
    assert not shown._tip.rect.colliderect(button.rect)


def test_focus_scrolls_into_sight(look, surface, log):
    buttons = [Button(f"Circle {i}", log.press(i), key=f"b{i}") for i in range(40)]
    shown = Interface(look)
    scroll = Scroll(Column(buttons), key="list")
    shown.show([Panel(pygame.Rect(0, 0, 300, 300), scroll)])
    shown.focus_on("b39")
    assert scroll.rect.contains(shown.widget("b39").rect)
    shown.focus_on("b0")
    assert scroll.rect.contains(shown.widget("b0").rect)


def test_scrolling_stays_when_the_panel_is_built_anew(look, log):
    def panels():
        rows = [Label(f"line {i}") for i in range(80)]
        return [Panel(pygame.Rect(0, 0, 300, 300), Scroll(Column(rows), key="list"))]

    shown = Interface(look)
    shown.show(panels())
    shown.handle(Action(Act.SCROLL, position=(50, 50), moved=(0, -4)))
    offset = shown.widget("list").offset
    shown.show(panels())
    assert offset > 0
    assert shown.widget("list").offset == offset


def test_what_is_scrolled_out_of_sight_is_not_pressed(look, log):
    buttons = [Button(f"B{i}", log.press(i), key=f"b{i}") for i in range(40)]
    shown = Interface(look)
    column = Column([Scroll(Column(buttons), key="list"), Button("End", log.press("end"), key="e")])
    shown.show([Panel(pygame.Rect(0, 0, 300, 300), column)])
    click(shown, shown.widget("e").rect.center)
    assert log == [("end",)]


@pytest.mark.parametrize("text_scale", [1.0, 1.5, 2.0])
def test_nothing_leaves_its_panel_at_any_text_size(text_scale, surface, log):
    from trustsim.play.window.look import make_look
    from trustsim.play.window.theme import load_theme

    look = make_look(load_theme("paper"), size=surface.size, text_scale=text_scale)
    content = Column(
        [
            Row([Label("Tone", grow=1), Label("mostly helpful")]),
            Segmented(["How-to", "Story", "Joke", "Ask", "Offer", "Pitch"], 0, log.press("k")),
            Flow([Chip(name, log.press(name)) for name in ("Brewing", "Cycling", "Cooking")]),
            Row([Button("Reply", log.press("r")), Button("Thank and fix", log.press("t"))]),
        ]
    )
    panel = pygame.Rect(0, 0, 380, 700)
    Interface(look).show([Panel(panel, content)])
    assert all(panel.contains(widget.rect) for widget in walk(content))


def test_two_widgets_with_one_key_are_a_mistake(look, log):
    twins = Column([Chip("a", log.press(1), key="x"), Chip("b", log.press(2), key="x")])
    with pytest.raises(AssertionError, match="two widgets have the key 'x'"):
        Interface(look).show([Panel(pygame.Rect(0, 0, 100, 100), twins)])


def event(kind: int, **values) -> pygame.event.Event:
    return pygame.event.Event(kind, **values)


@pytest.mark.parametrize(
    ("pressed", "mod", "typed", "act"),
    [
        (pygame.K_TAB, 0, "\t", Act.NEXT),
        (pygame.K_TAB, pygame.KMOD_LSHIFT, "\t", Act.PREVIOUS),
        (pygame.K_SPACE, 0, " ", Act.PRESS),
        (pygame.K_RETURN, pygame.KMOD_LCTRL, "\r", Act.GO),
        (pygame.K_ESCAPE, 0, "\x1b", Act.BACK),
        (pygame.K_SLASH, pygame.KMOD_LSHIFT, "?", Act.HELP),
        (pygame.K_MINUS, pygame.KMOD_LSHIFT, "?", Act.HELP),
        (pygame.K_3, 0, "3", Act.CHOOSE),
    ],
)
def test_keys_mean_what_they_say_on_any_keyboard(surface, pressed, mod, typed, act):
    found = Bindings().action(event(pygame.KEYDOWN, key=pressed, mod=mod, unicode=typed))
    assert found is not None
    assert found.act is act
    assert found.by_key


def test_a_key_can_be_bound_anew(surface):
    bindings = Bindings()
    bindings.bind("F", Act.SKIP)
    found = bindings.action(event(pygame.KEYDOWN, key=pygame.K_f, mod=0, unicode="f"))
    assert found is not None
    assert found.act is Act.SKIP
    assert "f" in bindings.chords(Act.SKIP)


def test_a_gamepad_moves_and_presses(surface):
    bindings = Bindings()
    assert bindings.action(event(pygame.JOYHATMOTION, value=(0, -1))).act is Act.DOWN
    assert bindings.action(event(pygame.JOYBUTTONDOWN, button=0)).act is Act.PRESS
    assert bindings.action(event(pygame.JOYBUTTONDOWN, button=99)) is None


def test_a_key_that_is_held_down_moves_again_and_again_but_presses_once(surface):
    bindings = Bindings()

    def acts(kind: int, key: int, code: int) -> list[Act]:
        event = pygame.event.Event(kind, key=key, mod=0, unicode="", scancode=code)
        return [action.act for action in bindings.read([event])]

    assert acts(pygame.KEYDOWN, pygame.K_RETURN, 40) == [Act.PRESS]
    assert acts(pygame.KEYDOWN, pygame.K_RETURN, 40) == []
    acts(pygame.KEYUP, pygame.K_RETURN, 40)
    assert acts(pygame.KEYDOWN, pygame.K_RETURN, 40) == [Act.PRESS]
    assert acts(pygame.KEYDOWN, pygame.K_RIGHT, 79) == [Act.RIGHT]
    assert acts(pygame.KEYDOWN, pygame.K_RIGHT, 79) == [Act.RIGHT]
    # What goes down and up while the game is busy is noted all the same.
    bindings.look_on([pygame.event.Event(pygame.KEYUP, key=pygame.K_RETURN, mod=0, scancode=40)])
    assert acts(pygame.KEYDOWN, pygame.K_RETURN, 40) == [Act.PRESS]
    assert list(bindings.read([pygame.event.Event(pygame.WINDOWFOCUSLOST)])) == []
    assert acts(pygame.KEYDOWN, pygame.K_RETURN, 40) == [Act.PRESS]
