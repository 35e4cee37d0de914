"""A site of many designs: one folder of plain files, to be searched, without a server and without the network."""

from designer.site.build import Source, build_site

__all__ = ["Source", "build_site"]
