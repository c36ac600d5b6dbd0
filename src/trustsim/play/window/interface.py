"""The panels of a screen: drawn when they change, used by mouse and keyboard alike."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

import pygame

from trustsim.play.window.actions import Act, Action
from trustsim.play.window.look import Look
from trustsim.play.window.widgets.boxes import Scroll
from trustsim.play.window.widgets.notices import Floating, tooltip
from trustsim.play.window.widgets.widget import Paint, Role, Widget, role_colour

TIP_AFTER: Final = 0.45


@dataclass
class Panel:
    """A part of the window with widgets in it.

    Attributes:
        rect: Where it lies, in pixels.
        content: What is in it.
        ground: Role of the colour behind it.
        edges: Sides on which it has a line: any of ``l``, ``t``, ``r``, ``b``.
    """

    rect: pygame.Rect
    content: Widget
    ground: Role = "panel"
    edges: str = ""


@dataclass
class Interface:
    """All panels of one screen.

    Panels are built anew whenever what they show changes; the keys of the widgets keep focus,
    scrolling and dragging where they were.

    Attributes:
        look: What everything is drawn with.
        focus: Key of the widget that the keyboard is on, or empty.
        shows_focus: Whether the keyboard was used last.
        keeps_still: Whether nothing but the panels is ever drawn where they lie, so that one which
            hasn't changed need not be brought onto the window again; what floats over them
            is told by ``expose``.
    """

    look: Look
    focus: str = ""
    shows_focus: bool = False
    keeps_still: bool = False
    panels: Sequence[Panel] = field(default=(), init=False)
    hover: str = field(default="", init=False)
    held: str = field(default="", init=False)
    _widgets: dict[str, Widget] = field(default_factory=dict, init=False)
    _parents: dict[int, Widget] = field(default_factory=dict, init=False)
    _homes: dict[str, int] = field(default_factory=dict, init=False)
    _offsets: dict[str, int] = field(default_factory=dict, init=False)
    _dirty: set[int] = field(default_factory=set, init=False)
    _parts: set[str] = field(default_factory=set, init=False)
    _shown_on: pygame.Surface | None = field(default=None, init=False)
    _layer: pygame.Surface | None = field(default=None, init=False)
    _still: float = field(default=0.0, init=False)
    _tip: Floating | None = field(default=None, init=False)

    def show(self, panels: Sequence[Panel], look: Look | None = None) -> None:
        """Show these panels from now on."""
        if look is not None and look is not self.look:
            # Below an overlay nobody draws, and a layer of another size would stay.
            self.look, self._layer = look, None
        self._remember_scrolling()
        before = self._widgets.get(self.focus)
        self._take(panels)
        for panel in panels:
            panel.content.place(self.look, panel.rect)
        self._keep_focus(before)
        self._dirty = set(range(len(panels)))
        self._shown_on = None
        self._tip = None

    def change(self, index: int, panel: Panel) -> None:
        """Show another panel in the place of one, which has the same rect."""
        self._remember_scrolling()
        before = self._widgets.get(self.focus)
        self._take([*self.panels[:index], panel, *self.panels[index + 1 :]])
        panel.content.place(self.look, panel.rect)
        self._keep_focus(before)
        self._dirty.add(index)

    def _take(self, panels: Sequence[Panel]) -> None:
        """Note what is in the panels."""
        self.panels = panels
        self._widgets, self._parents, self._homes = {}, {}, {}
        for index, panel in enumerate(panels):
            self._adopt(panel.content, f"{index}", index)
        # The pointer may now be on something else, or its widget gone.
        self.hover = self.hover if self.hover in self._widgets else ""
        self.held = self.held if self.held in self._widgets else ""

    def _keep_focus(self, before: Widget | None) -> None:
        """Put a focus whose widget is gone on the nearest there is, if the keyboard is in use."""
        stops = self.focusable()
        if self.focus in stops:
            return
        self.focus = ""
        if self.shows_focus and before is not None and stops:
            x, y = before.rect.center
            self.focus = min(stops, key=lambda key: _squared(self._widgets[key].rect, x, y))

    def focusable(self) -> list[str]:
        """Return the keys of what the keyboard can stop at, in the order of reading."""
        return [key for key, widget in self._widgets.items() if widget.can_focus]

    def widget(self, key: str) -> Widget | None:
        """Return the widget with a key, or None."""
        return self._widgets.get(key)

    def refresh(self) -> None:
        """Draw every panel anew in the next frame."""
        self._dirty = set(range(len(self.panels)))

    def hide_tip(self) -> None:
        """Take the tooltip away until the pointer has been still again."""
        self._still, self._tip = 0.0, None

    def redraw(self, key: str) -> None:
        """Draw the panel that holds a widget anew in the next frame; it has changed by itself."""
        self._mark(key)

    def redraw_alone(self, key: str) -> None:
        """Draw a widget, but not what is round it, anew in the next frame.

        It must lie on the ground of its panel: neither on a card nor in something that scrolls.
        """
        if key in self._widgets:
            self._parts.add(key)

    def expose(self) -> None:
        """Bring every panel onto the window in the next frame: something was drawn over them."""
        self._shown_on = None

    def focus_on(self, key: str, *, visibly: bool = True) -> None:
        """Put the keyboard on a widget and bring it into sight."""
        if key not in self._widgets:
            return
        self._mark(self.focus)
        self.focus, self.shows_focus = key, visibly
        self._reveal(self._widgets[key])
        self._mark(key)
        self._still, self._tip = 0.0, None

    def handle(self, action: Action) -> bool:
        """Do what the player means to a widget; tell whether there was one that took it."""
        if action.by_key:
            return self._handle_key(action)
        return self._handle_pointer(action)

    def pass_time(self, seconds: float) -> None:
        """Let time pass: a tooltip comes after the pointer has been still."""
        self._still += seconds
        if self._tip is None and self._still >= TIP_AFTER:
            self._make_tip()

    def draw(self, surface: pygame.Surface) -> None:
        """Draw what changed, then bring the panels onto the window."""
        if self._layer is None or self._layer.size != surface.size:
            self._layer = pygame.Surface(surface.size).convert(surface)
            self._dirty = set(range(len(self.panels)))
        for index in sorted(self._dirty):
            self._draw_panel(self.panels[index])
        changed = [self.panels[index].rect for index in self._dirty]
        parts = [key for key in self._parts if self._homes.get(key) not in self._dirty]
        changed += [self._draw_part(key) for key in parts if key in self._widgets]
        self._dirty.clear()
        self._parts.clear()
        if not self.keeps_still or self._shown_on is not surface:
            changed = [panel.rect for panel in self.panels]
        for rect in changed:
            surface.blit(self._layer, rect, rect)
        self._shown_on = surface

    def draw_tip(self, surface: pygame.Surface) -> None:
        """Draw the tooltip, if there is one, above everything."""
        if self._tip is not None:
            self._tip.draw(Paint(surface, self.look))
            self.expose()

    def _paint(self) -> Paint:
        """Return what widgets are drawn with."""
        assert self._layer is not None
        return Paint(self._layer, self.look, self.focus, self.hover, self.held, self.shows_focus)

    def _draw_part(self, key: str) -> pygame.Rect:
        """Draw one widget onto the layer; return what may have changed."""
        assert self._layer is not None
        widget, panel = self._widgets[key], self.panels[self._homes[key]]
        edge = 2 * self.look.px(4)
        rect = widget.rect.inflate(edge, edge).clip(panel.rect)
        self._layer.set_clip(rect)
        self._layer.fill(role_colour(self.look, panel.ground), rect)
        widget.draw(self._paint())
        self._layer.set_clip(None)
        return rect

    def _draw_panel(self, panel: Panel) -> None:
        """Draw one panel onto the layer."""
        assert self._layer is not None
        look = self.look
        self._layer.set_clip(panel.rect)
        self._layer.fill(role_colour(look, panel.ground), panel.rect)
        panel.content.draw(self._paint())
        rect, line = panel.rect, look.px(1)
        sides = {
            "l": (rect.x, rect.y, line, rect.height),
            "r": (rect.right - line, rect.y, line, rect.height),
            "t": (rect.x, rect.y, rect.width, line),
            "b": (rect.x, rect.bottom - line, rect.width, line),
        }
        for side in panel.edges:
            self._layer.fill(look.theme.line, sides[side])
        self._layer.set_clip(None)

    def _adopt(self, widget: Widget, path: str, home: int) -> None:
        """Note a widget and all in it by key, giving those without one their path."""
        if not widget.key:
            widget.key = path
        assert widget.key not in self._widgets, f"two widgets have the key '{widget.key}'"
        self._widgets[widget.key], self._homes[widget.key] = widget, home
        if isinstance(widget, Scroll):
            widget.offset = self._offsets.get(widget.key, widget.offset)
        for index, child in enumerate(widget.children()):
            self._parents[id(child)] = widget
            self._adopt(child, f"{path}.{index}", home)

    def _remember_scrolling(self) -> None:
        """Keep how far everything is scrolled."""
        for key, widget in self._widgets.items():
            if isinstance(widget, Scroll):
                self._offsets[key] = widget.offset

    def _mark(self, key: str) -> None:
        """Let the panel that holds a widget be drawn anew."""
        if key in self._homes:
            self._dirty.add(self._homes[key])

    def _ancestors(self, widget: Widget) -> list[Widget]:
        """Return what holds a widget, the nearest first."""
        found = []
        while (parent := self._parents.get(id(widget))) is not None:
            found.append(parent)
            widget = parent
        return found

    def _reveal(self, widget: Widget) -> None:
        """Scroll until a widget is in sight."""
        for holder in self._ancestors(widget):
            if isinstance(holder, Scroll) and holder.reveal(self.look, widget.rect):
                self._mark(holder.key)

    def _at(self, position: tuple[int, int]) -> list[Widget]:
        """Return the widgets under a position, the innermost first."""
        for panel in reversed(self.panels):
            if panel.rect.collidepoint(position):
                return self._within(panel.content, position)
        return []

    def _within(self, widget: Widget, position: tuple[int, int]) -> list[Widget]:
        """Return the widgets under a position inside one, the innermost first."""
        if not widget.hit(position):
            return []
        for child in reversed(widget.children()):
            if found := self._within(child, position):
                return [*found, widget]
        return [widget]

    def _handle_pointer(self, action: Action) -> bool:
        """Hover, press, drag, scroll."""
        under = self._at(action.position)
        if action.act is Act.SCROLL:
            return self._scroll(under, action)
        if action.act is Act.POINT:
            return self._point(under, action)
        if action.act is Act.GRAB:
            return self._grab(under, action)
        held = self._widgets.get(self.held)
        if held is None:
            return False
        if action.act is Act.DRAG:
            if held.use(action, self.look):
                self._mark(held.key)
            return True
        if action.act is Act.RELEASE:
            return self._release(held, action)
        return False

    def _point(self, under: list[Widget], action: Action) -> bool:
        """Note what the pointer is on."""
        target = next((w for w in under if w.can_focus or w.tip), None)
        key = target.key if target else ""
        if key != self.hover:
            self._mark(self.hover)
            self.hover = key
            self._mark(key)
            self._still, self._tip = 0.0, None
        if target is not None and target.use(action, self.look):
            self._mark(key)
            self._still, self._tip = 0.0, None
        return bool(under)

    def _grab(self, under: list[Widget], action: Action) -> bool:
        """Begin to press what can be pressed."""
        target = next((w for w in under if w.can_focus), None)
        self._mark(self.focus)
        self._tip = None
        self.shows_focus = False
        if target is not None:
            self.held = self.focus = target.key
            self._mark(target.key)
            target.use(action, self.look)
        return bool(under)

    def _release(self, held: Widget, action: Action) -> bool:
        """End pressing: it counts if the pointer is still on it."""
        self._mark(held.key)
        self.held = ""
        if held.hit(action.position) and not held.use(action, self.look):
            held.use(Action(Act.PRESS, position=action.position), self.look)
        return True

    def _scroll(self, under: list[Widget], action: Action) -> bool:
        """Scroll the innermost thing that scrolls."""
        for widget in under:
            if isinstance(widget, Scroll) and widget.use(action, self.look):
                self._mark(widget.key)
                return True
        return bool(under)

    def _handle_key(self, action: Action) -> bool:
        """Move the focus, or let the focused widget do what is meant."""
        if action.act in {Act.NEXT, Act.PREVIOUS}:
            return self._step(1 if action.act is Act.NEXT else -1)
        widget = self._widgets.get(self.focus)
        if widget is not None and widget.is_enabled and widget.use(action, self.look):
            self.shows_focus = True
            self._mark(self.focus)
            return True
        arrows = {Act.UP: (0, -1), Act.DOWN: (0, 1), Act.LEFT: (-1, 0), Act.RIGHT: (1, 0)}
        if action.act in arrows:
            return self._walk(arrows[action.act])
        return False

    def _step(self, step: int) -> bool:
        """Move the focus to the next or previous stop, round and round."""
        stops = self.focusable()
        if not stops:
            return False
        if self.focus in stops:
            at = (stops.index(self.focus) + step) % len(stops)
        else:
            at = 0 if step > 0 else len(stops) - 1
        self.focus_on(stops[at])
        return True

    def _walk(self, direction: tuple[int, int]) -> bool:
        """Move the focus to the nearest stop in a direction."""
        here = self._widgets.get(self.focus)
        if here is None:
            return self._step(1)
        best, least = "", float("inf")
        for key in self.focusable():
            away = _away(here.rect, self._widgets[key].rect, direction)
            if key != self.focus and away < least:
                best, least = key, away
        if not best:
            return False
        self.focus_on(best)
        return True

    def _make_tip(self) -> None:
        """Show the tooltip of what the pointer or the keyboard is on."""
        key = self.hover or (self.focus if self.shows_focus else "")
        widget = self._widgets.get(key)
        if widget is None or not widget.tip or self.held:
            return
        self._tip = Floating(tooltip(widget.tip.split("\n")), widget.rect)
        bounds = self._layer.get_rect() if self._layer else widget.rect
        edge = self.look.px(6)
        self._tip.settle(self.look, bounds.inflate(-2 * edge, -2 * edge))


def _squared(rect: pygame.Rect, x: int, y: int) -> int:
    """Return the square of the distance of a box's middle from a point."""
    return (rect.centerx - x) ** 2 + (rect.centery - y) ** 2


def _away(here: pygame.Rect, there: pygame.Rect, direction: tuple[int, int]) -> float:
    """Return how far ``there`` is in a direction; infinite if it lies elsewhere."""
    across, down = direction
    ahead = (there.centerx - here.centerx) * across + (there.centery - here.centery) * down
    if across:
        gap = max(there.left - here.right, here.left - there.right)
        aside = max(there.top - here.bottom, here.top - there.bottom, 0)
    else:
        gap = max(there.top - here.bottom, here.top - there.bottom)
        aside = max(there.left - here.right, here.left - there.right, 0)
    if ahead <= 0 or gap < -2:
        return float("inf")
    return max(gap, 0) + 3 * aside + ahead / 1_000
