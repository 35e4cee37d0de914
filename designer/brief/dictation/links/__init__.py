"""From the roles of a verb to links: who calls, sends to, reads from, feeds or copies whom."""
