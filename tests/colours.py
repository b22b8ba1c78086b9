"""How well colours can be told apart, as the guidelines for web content define it (WCAG 2.2)."""


def luminance(colour: str) -> float:
    """The relative luminance of a colour such as #0b4f8a, from 0, black, to 1, white.

    >>> round(luminance("#ffffff"), 3), luminance("#000000")
    (1.0, 0.0)
    """
    red, green, blue = (_linear(int(colour[place : place + 2], 16) / 255) for place in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4


def contrast(one: str, other: str) -> float:
    """The contrast of two colours, from 1, the same, to 21, black on white.

    >>> round(contrast("#000000", "#ffffff"))
    21
    """
    darker, lighter = sorted(map(luminance, (one, other)))
    return (lighter + 0.05) / (darker + 0.05)
