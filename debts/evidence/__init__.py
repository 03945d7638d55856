"""How evidence is hashed: the canonical form of a record, and the Merkle tree over the log. Pure: no clock, no I/O."""
