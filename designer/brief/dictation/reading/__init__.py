"""Reads clauses as a state machine: who is spoken of, which verb is open, what fills its roles."""
