"""YAML files as trees of nodes that remember where they stand: what every reader of one starts from."""
