"""The ports on real servers; each module is loaded only when a setting names its server."""
