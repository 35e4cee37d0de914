"""Views to text and pictures: a file a format, and our own layout and drawing of the SVG."""
