"""Systems that exist already, read from the files that describe them: each format a module, each module a row."""
