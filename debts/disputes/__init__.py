"""What a dispute asks for next: deadlines of channels, who is late, where to turn. Pure: no clock, no I/O."""
