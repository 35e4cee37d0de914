"""The web app, a panel a file; `page` places them."""
