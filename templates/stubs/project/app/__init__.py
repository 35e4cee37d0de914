"""A runnable skeleton of the system: one package a component in `components/`, what they share in `runtime/`."""
