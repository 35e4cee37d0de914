"""A picture as WebP, made from its PNG without loss."""

from __future__ import annotations

import io

from designer.errors import LayoutError, SettingsError

_LONGEST = 16_383
"""Source: RFC 9649, 2.6: width and height of a WebP picture have 14 bits."""


def webp(png: bytes) -> bytes:
    """Return a PNG as lossless WebP: the same pixels, the same bytes each time.

    Raises:
        SettingsError: Pillow is not installed.
        LayoutError: the picture is larger than the format allows.
    """
    try:
        from PIL import Image
    except ImportError as error:
        raise SettingsError("Pillow is not installed", where="--format webp", fix="pip install pillow") from error
    with Image.open(io.BytesIO(png)) as image:
        if max(image.size) > _LONGEST:
            raise LayoutError(
                f"a picture of {image.width} x {image.height} pixels is too large for WebP",
                where="--format webp",
                fix="use png, pdf or svg",
            )
        made = io.BytesIO()
        image.save(made, "WEBP", lossless=True, quality=80, method=4, exact=True)
    return made.getvalue()
