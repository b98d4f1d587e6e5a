"""A file that someone calls a logo → a plain picture that is safe to print, or a clear refusal."""

import io

from PIL import Image, ImageOps

from imr_reports.errors import ConfigurationError
from imr_reports.records.tables import Logo

_KINDS = {b"\x89PNG\r\n\x1a\n": "PNG", b"\xff\xd8\xff": "JPEG"}
_MOST_BYTES = 1_000_000
_MOST_POINTS = 4_000  # a side
# As many points as the largest logo on paper shows: 63 by 25 millimetres at 360 points an inch.
_PRINTED = (900, 360)


def clean_logo(content: bytes) -> Logo:
    """Return a logo as a small PNG that holds its points and nothing else.

    It is drawn anew: what cameras and programs write into pictures (places, names, dates) does not go along.
    SVG is not taken: it can hold scripts and addresses.

    Args:
        content: the bytes of a PNG or JPEG file, at most 1 MB and 4,000 points a side.

    Raises:
        ConfigurationError: if they are of another kind, too large, or damaged.
    """
    if len(content) > _MOST_BYTES:
        raise ConfigurationError("the logo is larger than 1 MB; save it smaller")
    kind = next((kind for magic, kind in _KINDS.items() if content.startswith(magic)), None)
    if kind is None:
        raise ConfigurationError("the logo is neither PNG nor JPEG; save it as one of these")
    out = io.BytesIO()
    try:
        with Image.open(io.BytesIO(content), formats=(kind,)) as opened:
            if max(opened.size) > _MOST_POINTS:
                raise ConfigurationError("the logo has more than 4,000 points on a side; save it smaller")
            points = ImageOps.exif_transpose(opened).convert("RGBA")
            points.thumbnail(_PRINTED)
            drawn = Image.frombytes("RGBA", points.size, points.tobytes())
            is_opaque = drawn.getchannel("A").getextrema() == (255, 255)
            (drawn.convert("RGB") if is_opaque else drawn).save(out, "PNG", optimize=True)
    except ConfigurationError:
        raise
    except Exception:  # whatever a library says of a damaged picture
        raise ConfigurationError("the logo can't be read as a picture; save it anew") from None
    return Logo(content=out.getvalue(), width=points.width, height=points.height)
