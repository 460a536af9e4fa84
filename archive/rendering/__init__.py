"""Pages as a browser draws them, from captures alone: what it is given, and what it gives."""
