"""A bundle as one zip file."""

from __future__ import annotations

import io
import zipfile

from designer.model.artifact import Bundle

_NO_CLOCK = (1980, 1, 1, 0, 0, 0)


def zip_of(bundle: Bundle) -> bytes:
    """Return a bundle as a zip file: the same bundle gives the same bytes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for artifact in bundle.artifacts:
            entry = zipfile.ZipInfo(artifact.path, date_time=_NO_CLOCK)
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, artifact.data, compress_type=zipfile.ZIP_DEFLATED)
    return buffer.getvalue()
