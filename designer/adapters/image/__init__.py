"""Pictures of views: layout engine, icons and rasteriser, behind one façade."""

from designer.adapters.image.pictures import Pictures

__all__ = ["Pictures"]
