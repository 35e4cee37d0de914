"""Documents for which a program of somebody else's is needed: PDF by typst, Word by python-docx."""
