"""Site rules out of pages: learned from several, drafted for one, brought over from another format, asked for."""
