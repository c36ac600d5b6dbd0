"""Surfaces that hold something: cards, entries of a list, figures, faces."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from trustsim.play.window import brush
from trustsim.play.window.colours import mix
from trustsim.play.window.look import BODY, SMALL, STRONG, SUBTITLE, TINY, Look
from trustsim.play.window.widgets.boxes import Padded, Row
from trustsim.play.window.widgets.label import Icon, Label
from trustsim.play.window.widgets.widget import (
    Paint,
    Press,
    Pressable,
    Role,
    Size,
    Widget,
    role_colour,
)


@dataclass(eq=False)
class Card(Pressable, Padded):
    """A surface with something on it, which may be pressed.

    Attributes:
        on_press: What it does, or None for one that is only read.
        is_chosen: Whether it has the frame of the chosen one.
        frame: Role of a frame's colour, or None.
    """

    on_press: Press | None = None
    is_chosen: bool = field(default=False, kw_only=True)
    frame: Role | None = field(default=None, kw_only=True)

    def draw(self, paint: Paint) -> None:
        """Draw the surface and what lies on it."""
        look, theme = paint.look, paint.look.theme
        fill = theme.card_raised if self.is_lifted(paint) or self.is_chosen else theme.card
        frame = theme.accent if self.is_chosen else None
        if self.frame and not self.is_chosen:
            frame = role_colour(look, self.frame)
        brush.box(paint.surface, look, self.rect, fill, 10, frame, 2 if frame else 1)
        self.inside.draw(paint)
        self.draw_focus(paint, 10)


@dataclass(eq=False)
class Entry(Widget):
    """A line of a list: icon, title, note, and what stands aside.

    Attributes:
        title: What it is, in bold.
        note: What there is to say of it.
        icon: Name of its icon, or empty.
        aside: What stands right of the title, such as a time.
        icon_colour: Role of the icon's colour.
        most_lines: The note is cut after so many lines; 0 for no limit.
    """

    title: str
    note: str = ""
    icon: str = field(default="", kw_only=True)
    aside: str = field(default="", kw_only=True)
    icon_colour: Role = field(default="accent", kw_only=True)
    most_lines: int = field(default=0, kw_only=True)

    def size(self, look: Look, width: int) -> Size:
        """Return the width there is and the height of its lines."""
        lines = self._title_lines(look, width), self._note_lines(look, width)
        high = len(lines[0]) * look.line_height(STRONG) + len(lines[1]) * look.line_height(SMALL)
        high += look.px(2) if lines[1] else 0
        return width, max(high, self.indent(look) - look.px(10))

    def draw(self, paint: Paint) -> None:
        """Draw the icon, then the lines from the top."""
        look, theme = paint.look, paint.look.theme
        x, y = self.rect.x + self.indent(look), self.rect.y
        self._draw_icon(paint)
        if self.aside:
            aside = look.text(self.aside, TINY, theme.text_muted, "semibold")
            top = y + (look.line_height(STRONG) - aside.height) // 2
            paint.surface.blit(aside, (self.rect.right - aside.width, top))
        titles = self._title_lines(look, self.rect.width)
        if not self.note:
            # Beside the middle of the icon.
            y += (
                max(0, self.indent(look) - look.px(10) - len(titles) * look.line_height(STRONG))
                // 2
            )
        for line in titles:
            paint.surface.blit(look.text(line, STRONG, theme.text, "semibold"), (x, y))
            y += look.line_height(STRONG)
        y += look.px(2)
        for line in self._note_lines(look, self.rect.width):
            paint.surface.blit(look.text(line, SMALL, theme.text_muted), (x, y))
            y += look.line_height(SMALL)

    def _draw_icon(self, paint: Paint) -> None:
        """Draw the icon on a small disc."""
        if not self.icon:
            return
        look = paint.look
        radius = (self.indent(look) - look.px(10)) // 2
        centre = (self.rect.x + radius, self.rect.y + radius)
        ground = mix(look.theme.card, look.theme.background, 0.55)
        brush.disc(paint.surface, look, centre, radius, ground)
        picture = look.icon(self.icon, 17, role_colour(look, self.icon_colour))
        paint.surface.blit(picture, picture.get_rect(center=centre))

    def indent(self, look: Look) -> int:
        """Return the width of the icon's disc and its distance, or 0."""
        return round(look.icon(self.icon, 17).width * 1.9) + look.px(10) if self.icon else 0

    def _title_lines(self, look: Look, width: int) -> tuple[str, ...]:
        """Return the lines of the title beside what stands aside."""
        taken = self.indent(look)
        if self.aside:
            taken += look.text_width(self.aside, TINY, "semibold") + look.px(10)
        return look.wrap(self.title, width - taken, STRONG, "semibold")

    def _note_lines(self, look: Look, width: int) -> tuple[str, ...]:
        """Return the lines of the note."""
        if not self.note:
            return ()
        return look.wrap(self.note, width - self.indent(look), SMALL, most_lines=self.most_lines)


@dataclass(eq=False)
class Figure(Pressable):
    """A number of the top bar: icon, value and what it is, on a card.

    Attributes:
        value: The number with its unit.
        note: What it is, or how it changed.
        icon: Name of its icon.
        icon_colour: Role of the icon's colour.
        on_press: What it does, such as answering why, or None.
        widest: A value and a note that it must have room for, where they change by themselves.
        shows_icon, shows_note: What there is room for; the value always is.
    """

    value: str
    note: str
    icon: str
    on_press: Press | None = None
    icon_colour: Role = field(default="accent", kw_only=True)
    widest: tuple[str, str] = field(default=("", ""), kw_only=True)
    shows_icon: bool = field(default=True, kw_only=True)
    shows_note: bool = field(default=True, kw_only=True)

    def size(self, look: Look, width: int) -> Size:
        """Return the size of its icon and two lines."""
        text = 0
        for value, note in ((self.value, self.note), self.widest):
            text = max(text, look.text_width(value, SUBTITLE, "bold"))
            text = max(text, look.text_width(note, TINY) if self.shows_note else 0)
        high = look.line_height(SUBTITLE) + look.line_height(TINY) + look.px(7)
        icon = look.icon(self.icon, 20).width + look.px(18) if self.shows_icon else 0
        return icon + text + look.px(18), high

    def draw(self, paint: Paint) -> None:
        """Draw the card, the icon and the two lines."""
        look, theme = paint.look, paint.look.theme
        fill = theme.card_raised if self.is_lifted(paint) else theme.card
        brush.box(paint.surface, look, self.rect, fill, 10)
        x = self.rect.x + look.px(9)
        if self.shows_icon:
            x += look.px(3)
            picture = look.icon(self.icon, 20, role_colour(look, self.icon_colour))
            paint.surface.blit(picture, picture.get_rect(midleft=(x, self.rect.centery)))
            x += picture.width + look.px(10)
        room = max(1, self.rect.right - look.px(8) - x)
        y = self.rect.y + look.px(3)
        if not self.shows_note:
            y = self.rect.centery - look.line_height(SUBTITLE) // 2
        value = look.cut(self.value, room, SUBTITLE, "bold")
        paint.surface.blit(look.text(value, SUBTITLE, theme.text, "bold"), (x, y))
        y += look.line_height(SUBTITLE)
        if self.shows_note:
            note = look.cut(self.note, room, TINY)
            paint.surface.blit(look.text(note, TINY, theme.text_muted), (x, y))
        self.draw_focus(paint, 10)


def fit_figures(look: Look, figures: Sequence[Figure], room: int, gap: int) -> None:
    """Leave out icons, then notes, the last first, until figures side by side fit a width."""
    for part in ("icon", "note"):
        for figure in reversed(figures):
            wide = sum(each.size(look, room)[0] + gap for each in figures) - gap
            if wide <= room:
                return
            if part == "icon":
                figure.shows_icon = False
            else:
                figure.shows_note, figure.shows_icon = False, True


@dataclass(eq=False)
class Face(Widget):
    """The disc with the first letters of a person's name, tinted by trust.

    Attributes:
        name: The person's name.
        trust: From 0 to 1, or None where a marketer could not know it.
    """

    name: str
    trust: float | None = None

    def size(self, look: Look, width: int) -> Size:
        """Return a square a little higher than two lines of text."""
        side = 2 * look.line_height(BODY)
        return side, side

    def draw(self, paint: Paint) -> None:
        """Draw the disc and the letters."""
        look, theme = paint.look, paint.look.theme
        radius = min(self.rect.size) // 2
        ramp = theme.trust_ramp(look.palette)
        tint = theme.card_raised if self.trust is None else ramp[min(2, int(self.trust * 3))]
        fill = mix(tint, theme.background if not theme.is_dark else theme.text, 0.35)
        brush.disc(paint.surface, look, self.rect.center, radius, fill)
        letters = "".join(part[0] for part in self.name.split()[:2]).upper()
        ink = theme.background if theme.is_dark else theme.text
        picture = look.text(letters, SMALL, ink, "bold")
        paint.surface.blit(picture, picture.get_rect(center=self.rect.center))


@dataclass(eq=False)
class Heading(Widget):
    """The heading of a part of a panel.

    Attributes:
        text: What it says.
        aside: What stands right of it, or below it where there is no room.
    """

    text: str
    aside: str = ""

    def size(self, look: Look, width: int) -> Size:
        """Return the width there is and the height of its lines."""
        high = len(self._title(look, width)) * look.line_height(STRONG)
        below = 0 if self._is_beside(look, width) else len(self._note(look, width))
        return width, high + below * look.line_height(SMALL)

    def draw(self, paint: Paint) -> None:
        """Draw the heading, then what stands aside."""
        look, theme, rect = paint.look, paint.look.theme, self.rect
        y = rect.y
        for line in self._title(look, rect.width):
            paint.surface.blit(look.text(line, STRONG, theme.text, "semibold"), (rect.x, y))
            y += look.line_height(STRONG)
        if self._is_beside(look, rect.width):
            note = look.text(self.aside, SMALL, theme.text_muted)
            middle = rect.y + look.line_height(STRONG) // 2
            paint.surface.blit(note, note.get_rect(midright=(rect.right, middle)))
            return
        for line in self._note(look, rect.width):
            paint.surface.blit(look.text(line, SMALL, theme.text_muted), (rect.x, y))
            y += look.line_height(SMALL)

    def _is_beside(self, look: Look, width: int) -> bool:
        """Tell whether both fit into one line."""
        title = look.text_width(self.text, STRONG, "semibold")
        return title + look.px(10) + look.text_width(self.aside, SMALL) <= width

    def _title(self, look: Look, width: int) -> tuple[str, ...]:
        """Return the lines of the heading."""
        return look.wrap(self.text, width, STRONG, "semibold")

    def _note(self, look: Look, width: int) -> tuple[str, ...]:
        """Return the lines of what stands aside."""
        return look.wrap(self.aside, width, SMALL) if self.aside else ()


def heading(text: str, aside: str = "") -> Widget:
    """Return the heading of a part of a panel, with what stands right of it."""
    return Heading(text, aside)


def icon_line(icon: str, text: str, colour: Role = "text_muted") -> Widget:
    """Return an icon with a wrapped text beside it."""
    return Row([Icon(icon, letter=16, colour=colour), Label(text, letter=SMALL, grow=1)])
