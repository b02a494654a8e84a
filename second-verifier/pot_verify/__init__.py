"""A second verifier of PoT-ZK proofs, written from docs/protocol.md alone."""
