"""What several mechanisms need alike.

HTTP faces with problem details, SQLite transactions, a grouped SQLite file, stores opened late; for tests, which servers
are there, and virtual time.
"""
