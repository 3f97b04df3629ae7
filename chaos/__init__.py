"""What an ensemble must survive: ``make chaos`` kills, fills, tears and lies."""
