"""Everything outside: language models, files, processes, the layout engine and the rasteriser."""
