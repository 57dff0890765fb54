"""Machine translation on this machine, where its models are installed."""
