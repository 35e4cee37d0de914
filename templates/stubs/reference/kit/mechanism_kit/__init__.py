"""What several mechanisms need alike: HTTP faces with problem details, a grouped SQLite file, stores opened late."""
