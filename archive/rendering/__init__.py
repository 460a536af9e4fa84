"""Pages as a browser draws them, from captures alone: its requests answered, its work kept."""
