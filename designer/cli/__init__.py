"""The command line: a file a command, each loaded only when it is called."""
