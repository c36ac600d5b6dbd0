"""The colours and the font of the window, named by their role."""

from pathlib import Path
from typing import Annotated, Literal

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from trustsim.errors import BadFile, UnknownName
from trustsim.play.assets import asset
from trustsim.play.window.colours import RGB, from_hex


def _read_colour(value: object) -> object:
    """Turn six hexadecimal digits into a colour; leave anything else for pydantic to refuse."""
    if not isinstance(value, str):
        return value
    digits = value.removeprefix("#")
    if len(digits) != 6 or any(digit not in "0123456789abcdefABCDEF" for digit in digits):
        raise ValueError(f"'{value}' is not a colour; write six hexadecimal digits like 0b101c")
    return from_hex(digits)


Colour = Annotated[RGB, BeforeValidator(_read_colour)]
Ramp = tuple[Colour, Colour, Colour]
Palette = Literal["standard", "distinct"]


class Theme(BaseModel):
    """One look of the window; every colour is named by what it is for."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str = Field(description="The name in the settings.")
    font: Literal["inter", "atkinson-hyperlegible-next"] = Field(description="The font family.")
    is_dark: bool = Field(description="Whether light shines (night) or ink darkens (paper).")
    background: Colour = Field(description="Behind everything.")
    sea: Colour = Field(description="The ground of the map.")
    sea_centre: Colour = Field(description="The middle of the map, where the brand is.")
    panel: Colour = Field(description="Bars and side panels.")
    card: Colour = Field(description="Cards and controls on a panel.")
    card_raised: Colour = Field(description="A card that is hovered, pressed or chosen.")
    line: Colour = Field(description="Borders and axes.")
    text: Colour = Field(description="What is to be read.")
    text_muted: Colour = Field(description="What is to be read second.")
    accent: Colour = Field(description="What can be pressed or is chosen; never trust.")
    accent_text: Colour = Field(description="Text on the accent.")
    good: Colour = Field(description="A change for the better.")
    bad: Colour = Field(description="A change for the worse.")
    focus: Colour = Field(description="The ring round what the keyboard is on.")
    trust: Ramp = Field(description="Cold, neither, trusts you.")
    trust_distinct: Ramp = Field(description="The same, further apart for colour-blind eyes.")
    warm_text: Colour = Field(description="Words about trust: warm, and dark enough to read.")
    muted_ring: Colour = Field(description="The hollow ring of people who muted the brand.")
    stranger: Colour = Field(description="People who have not heard of the brand.")
    closed: Colour = Field(description="The fence of a circle whose door is closed.")
    light: Colour = Field(description="The running cascade.")
    ripple: Colour = Field(description="The crowd turning away.")
    shadow: Colour = Field(description="Under what floats.")
    circles: tuple[Colour, ...] = Field(description="The tints of the circles.", min_length=4)

    def trust_ramp(self, palette: Palette = "standard") -> tuple[RGB, ...]:
        """Return the three colours from cold to warm in the chosen palette."""
        return self.trust if palette == "standard" else self.trust_distinct


def theme_names() -> tuple[str, ...]:
    """Return the names of the themes that ship, in the order of their files."""
    return tuple(sorted(path.stem for path in asset("themes").glob("*.yaml")))


def load_theme(name: str) -> Theme:
    """Read one of the themes that ship.

    Raises:
        UnknownName: No theme has that name.
        BadFile: The file of the theme has a mistake.
    """
    if name not in theme_names():
        raise UnknownName("theme", name, theme_names())
    return read_theme(asset("themes", f"{name}.yaml"))


def read_theme(path: Path) -> Theme:
    """Read a theme from a file.

    Raises:
        BadFile: The file has a mistake; the message names every one.
    """
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    try:
        return Theme.model_validate(content)
    except ValidationError as error:
        lines = [f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors()]
        raise BadFile(f"{path.name}: " + "; ".join(lines)) from error
