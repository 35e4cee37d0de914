"""The design tools for an assistant that speaks the Model Context Protocol; `designer mcp` serves them."""
