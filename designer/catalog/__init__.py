"""Load, check and search blueprints; score a graph against one."""
