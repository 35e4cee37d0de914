"""What every component shares: messages, links, stores, brokers and HTTP. Nothing here knows the design."""
