"""SVG as matplotlib writes it → a lean one without names of its own, and dressed for a screen."""

import re
from collections.abc import Iterable, Iterator, Mapping
from xml.etree import ElementTree

_XLINK = "{http://www.w3.org/1999/xlink}href"
_LONG = re.compile(r"-?\d+\.\d{2,}")
# matplotlib names shapes by checksums; plain names say as much, and no reader takes them for a number.
_NAMES = tuple(f"shape-{letter}" for letter in "abcdefghijklmnop")
_QUOTES = "'"
_UPRIGHT = re.compile(r"rotate\(-?0 [^)]*\)")
_KEPT = frozenset({"d", "x", "y", "transform", "id"})
_DEFAULTS = {"font-style": "normal", "stroke-opacity": "1", "opacity": "1"}


def lean_svg(svg: str, width: float, height: float) -> str:
    """Return a drawing without metadata, comments, wrappers and checksums: shapes, colours and words.

    Args:
        svg: as matplotlib's SVG backend writes it at 72 dots per inch.
        width: of the drawing, in px.
        height: of the drawing, in px.
    """
    source = ElementTree.fromstring(svg)  # noqa: S314 - our own drawing
    root = ElementTree.Element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "xmlns:xlink": "http://www.w3.org/1999/xlink",
            "viewBox": f"0 0 {width:g} {height:g}",
            "width": f"{width:g}",
            "height": f"{height:g}",
        },
    )
    names: dict[str, str] = {}
    root.extend(_shapes(source, names))
    return ElementTree.tostring(root, encoding="unicode")


def _shapes(parent: ElementTree.Element, names: dict[str, str]) -> Iterator[ElementTree.Element]:
    """Yield the shapes and words beneath an element, in the order in which they are painted."""
    for element in parent:
        tag = element.tag.rpartition("}")[2]
        is_empty = tag == "path" and not element.get("d")
        if is_empty or tag in {"metadata", "style", "clipPath"}:
            continue
        if tag == "g":
            yield from _shapes(element, names)
        elif tag == "defs":
            shape = ElementTree.Element("defs")
            shape.extend(_shapes(element, names))
            if len(shape):
                yield shape
        else:
            yield _shape(element, tag, names, within_defs=parent.tag.endswith("defs"))


def _shape(
    element: ElementTree.Element, tag: str, names: dict[str, str], *, within_defs: bool
) -> ElementTree.Element:
    shape = ElementTree.Element(tag)
    for name, value in element.attrib.items():
        if name == _XLINK:
            shape.set("xlink:href", f"#{names[value[1:]]}")
        elif name == "style":
            _set_style(shape, value)
        elif name == "id" and not within_defs:
            continue
        elif name == "id":
            shape.set("id", names.setdefault(value, _NAMES[len(names)]))
        elif name in _KEPT and not _UPRIGHT.fullmatch(value):
            shape.set(name, " ".join(_LONG.sub(_rounded, value).split()))
    shape.text = element.text if tag == "text" else None
    return shape


def _set_style(shape: ElementTree.Element, style: str) -> None:
    """Write a style as attributes: those give way to a style sheet."""
    for declaration in style.split(";"):
        name, _, value = (part.strip() for part in declaration.partition(":"))
        if name == "font-family":
            # A reader's own type steps in where ours lacks a sign.
            shape.set(name, f"{value.strip(_QUOTES)}, sans-serif")
        elif name and _DEFAULTS.get(name) != value:
            shape.set(name, _LONG.sub(_rounded, value).removesuffix("px"))


def _rounded(match: re.Match[str]) -> str:
    return f"{float(match[0]):.2f}".rstrip("0").rstrip(".")


def dressed_svg(svg: str, faces: Iterable[tuple[str, str]], dark: Mapping[str, str]) -> str:
    """Return a drawing that stands by itself on a screen: with its type, and other colours for a dark page.

    Args:
        svg: the drawing.
        faces: weight and data URI of each face of the type.
        dark: a colour of the drawing → the one that takes its place on a dark page.
    """
    rules = "".join(
        f'@font-face{{font-family:"Bulletin Sans";font-weight:{weight};src:url({data})}}'
        for weight, data in faces
    )
    swaps = "".join(
        f'[fill="{light}"]{{fill:{other}}}[stroke="{light}"]{{stroke:{other}}}'
        for light, other in dark.items()
        if light in svg
    )
    start = svg.index(">") + 1
    style = f"<style>{rules}@media (prefers-color-scheme:dark){{{swaps}}}</style>"
    return svg[:start] + style + svg[start:]
