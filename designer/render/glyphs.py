"""Our own glyph of each kind, drawn as strokes on a 24 x 24 field; shown where a technology has no icon."""

from __future__ import annotations

from designer.model.kinds import Kind

_STORE = "M4 6c0-1.7 3.6-3 8-3s8 1.3 8 3-3.6 3-8 3-8-1.3-8-3zM4 6v12c0 1.7 3.6 3 8 3s8-1.3 8-3V6"
_RING = "M12 3a9 9 0 1 0 0 18a9 9 0 1 0 0-18z"

GLYPHS: dict[Kind, str] = {
    Kind.PERSON: "M12 3.5a4 4 0 1 0 0 8a4 4 0 1 0 0-8zM4 20.5c0-4 3.5-6.5 8-6.5s8 2.5 8 6.5",
    Kind.WEB_CLIENT: "M3 4.5h18v15H3zM3 9h18M6 6.8h.1M8.6 6.8h.1M11.2 6.8h.1",
    Kind.MOBILE_CLIENT: "M7 2.5h10a1.5 1.5 0 0 1 1.5 1.5v16a1.5 1.5 0 0 1-1.5 1.5H7A1.5 1.5 0 0 1 5.5 20V4A1.5 1.5 0 0 1 7 2.5zM10.5 18.5h3",
    Kind.CLIENT_SDK: "M8 7l-5 5 5 5M16 7l5 5-5 5M13.5 4.5l-3 15",
    Kind.DEVICE: "M6 6h12v12H6zM9.5 9.5h5v5h-5zM9 6V3M15 6V3M9 21v-3M15 21v-3M6 9H3M6 15H3M21 9h-3M21 15h-3",
    Kind.DNS: f"{_RING}M3 12h18M12 3c2.6 2.6 3.8 5.6 3.8 9s-1.2 6.4-3.8 9c-2.6-2.6-3.8-5.6-3.8-9s1.2-6.4 3.8-9z",
    Kind.CDN: f"{_RING}M3 12h18M5 6.5c4 2.3 10 2.3 14 0M5 17.5c4-2.3 10-2.3 14 0M12 3v18",
    Kind.LOAD_BALANCER: "M12 3v6M12 9c0 5-7 3-7 9M12 9c0 5 7 3 7 9M12 9v9M3 16l2 2.5 2-2.5M10 16l2 2.5 2-2.5M17 16l2 2.5 2-2.5",
    Kind.API_GATEWAY: "M4 21V8l8-5 8 5v13M9 21v-8h6v8M2.5 21h19",
    Kind.WAF: "M12 2.5l8 3v6c0 5-3.4 8.5-8 10c-4.6-1.5-8-5-8-10v-6zM8.5 12l2.5 2.5 4.5-5",
    Kind.SERVICE: "M12 2.5l8.2 4.75v9.5L12 21.5l-8.2-4.75v-9.5zM12 12l8.2-4.75M12 12v9.5M12 12L3.8 7.25",
    Kind.WORKER: "M12 8.5a3.5 3.5 0 1 0 0 7a3.5 3.5 0 1 0 0-7zM12 2.5v3M12 18.5v3M2.5 12h3M18.5 12h3M5.3 5.3l2.1 2.1M16.6 16.6l2.1 2.1M18.7 5.3l-2.1 2.1M7.4 16.6l-2.1 2.1",
    Kind.FUNCTION: "M6 3.5h2.5c1 0 1.6.5 2 1.5L17 20.5h2.5M11.7 8.5L6 20.5",
    Kind.SCHEDULER: f"{_RING}M12 7v5l3.5 2.5",
    Kind.WORKFLOW_ENGINE: "M9 2.5h6v5H9zM3 16.5h6v5H3zM15 16.5h6v5h-6zM12 7.5v4.5M6 16.5V12h12v4.5",
    Kind.STREAM_PROCESSOR: "M2.5 7.5c3-3.5 6-3.5 9.5 0s6.5 3.5 9.5 0M2.5 12.5c3-3.5 6-3.5 9.5 0s6.5 3.5 9.5 0M2.5 17.5c3-3.5 6-3.5 9.5 0s6.5 3.5 9.5 0",
    Kind.BATCH_JOB: "M12 2.5l9 4.5-9 4.5L3 7zM3 12l9 4.5 9-4.5M3 17l9 4.5 9-4.5",
    Kind.MODEL_SERVER: "M12 3v5M12 16v5M3 12h5M16 12h5M12 8a4 4 0 1 0 0 8a4 4 0 1 0 0-8zM5.5 5.5l3.6 3.6M14.9 14.9l3.6 3.6M18.5 5.5l-3.6 3.6M9.1 14.9l-3.6 3.6",
    Kind.RELATIONAL_DB: f"{_STORE}M4 12c0 1.7 3.6 3 8 3s8-1.3 8-3",
    Kind.DOCUMENT_DB: "M5 2.5h9l5 5v14H5zM14 2.5v5h5M8.5 12h7M8.5 16h7",
    Kind.WIDE_COLUMN_DB: "M3 4h18v16H3zM3 9h18M9 4v16M15 4v16",
    Kind.KEY_VALUE_STORE: "M8 7.5a4.5 4.5 0 1 0 0 9a4.5 4.5 0 1 0 0-9zM12.5 12H21.5M18 12v4M21.5 12v3",
    Kind.GRAPH_DB: "M6 3.5a2.5 2.5 0 1 0 0 5a2.5 2.5 0 1 0 0-5zM18 8.5a2.5 2.5 0 1 0 0 5a2.5 2.5 0 1 0 0-5zM8 15.5a2.5 2.5 0 1 0 0 5a2.5 2.5 0 1 0 0-5zM8.3 7l7.4 3M6.4 8.5l1.2 7M10.2 16.5l5.6-4",
    Kind.TIME_SERIES_DB: "M3 3v18h18M6.5 16l4-5 3.5 3L20 7",
    Kind.SEARCH_INDEX: "M10.5 3.5a7 7 0 1 0 0 14a7 7 0 1 0 0-14zM15.5 15.5l5.5 5.5",
    Kind.VECTOR_INDEX: "M4 20L20 4M20 4h-6M20 4v6M4 20v-7M4 20h7M9 9h.1M6 5h.1M15 17h.1M18.5 14h.1",
    Kind.CACHE: "M13 2.5L4.5 13.5H11l-1 8 8.5-11H12z",
    Kind.OBJECT_STORE: "M4 6l1.8 13.5c.2 1.2 12.2 1.2 12.4 0L20 6M4 6c0-1.7 3.6-3 8-3s8 1.3 8 3-3.6 3-8 3-8-1.3-8-3z",
    Kind.DATA_WAREHOUSE: "M3 21V9l9-5.5L21 9v12M7 21v-8h10v8M7 17h10",
    Kind.FEATURE_STORE: "M4 4h7v7H4zM13 4h7v7h-7zM4 13h7v7H4zM16.5 13v7M13 16.5h7",
    Kind.QUEUE: "M2.5 7h5v10h-5zM9.5 7h5v10h-5zM16.5 7h5v10h-5z",
    Kind.EVENT_LOG: "M4 5h16M4 9.7h16M4 14.4h10M4 19h6M17 15.5l3 2.5-3 2.5",
    Kind.IDENTITY_PROVIDER: "M3 5h18v14H3zM8.5 8.5a2 2 0 1 0 0 4a2 2 0 1 0 0-4zM5.5 16c.3-1.6 1.5-2.3 3-2.3s2.700.7 3 2.3M14.5 10h4M14.5 14h4",
    Kind.SECRET_STORE: "M5 10.5h14v10.5H5zM8 10.5V7a4 4 0 0 1 8 0v3.5M12 14.5v3",
    Kind.CONFIG_SERVICE: "M4 7h9M17 7h3M15 5a2 2 0 1 0 0 4a2 2 0 1 0 0-4zM4 17h3M11 17h9M9 15a2 2 0 1 0 0 4a2 2 0 1 0 0-4zM4 12h16",
    Kind.COORDINATION_SERVICE: "M12 3a2.5 2.5 0 1 0 0 5a2.5 2.5 0 1 0 0-5zM5 15.5a2.5 2.5 0 1 0 0 5a2.5 2.5 0 1 0 0-5zM19 15.5a2.5 2.5 0 1 0 0 5a2.5 2.5 0 1 0 0-5zM10.8 7.7L6.2 15.8M13.2 7.7l4.6 8.1M7.5 18h9",
    Kind.OBSERVABILITY: "M2.5 12.5h4l3-8 5 15 3-7h4",
    Kind.EXTERNAL_SYSTEM: "M7 17.5a4.5 4.5 0 0 1-.3-9A6 6 0 0 1 18 9.5a4 4 0 0 1-.5 8z",
}
"""Path data by kind; strokes of width 1.7 with round ends."""


def glyph_svg(kind: Kind, color: str) -> str:
    """Return a kind's glyph as an SVG of its own."""
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" width="24" height="24" viewBox="0 0 24 24">'
        f'<path d="{GLYPHS[kind]}" fill="none" stroke="{color}" stroke-width="1.7" stroke-linecap="round" '
        'stroke-linejoin="round"/></svg>'
    )
