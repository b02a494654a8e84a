"""What compare.py needs: the program, shapes of models, and ways to spoil a proof."""
